import { describe, expect, test } from '@jest/globals';
import { readDeployRole, type Statement } from '../../support/deploy-role.ts';
import { templateOf } from './stages.ts';

interface Need {
  readonly actions: readonly string[];
  /** A part of the name of what they are done to. */
  readonly on: string;
}

const gateway = (on: string): Need => ({ actions: ['apigateway:POST', 'apigateway:PATCH', 'apigateway:DELETE'], on });

/** What it takes to make, change and remove a resource of each type. */
const NEEDS: Readonly<Record<string, Need>> = {
  'AWS::ApiGatewayV2::Api': gateway('/apis'),
  'AWS::ApiGatewayV2::ApiMapping': gateway('/domainnames/*'),
  'AWS::ApiGatewayV2::DomainName': gateway('/domainnames'),
  'AWS::ApiGatewayV2::Integration': gateway('/apis/*'),
  'AWS::ApiGatewayV2::Route': gateway('/apis/*'),
  'AWS::ApiGatewayV2::Stage': gateway('/apis/*'),
  'AWS::CertificateManager::Certificate': {
    actions: ['acm:RequestCertificate', 'acm:DescribeCertificate', 'acm:DeleteCertificate'],
    on: 'certificate/*',
  },
  'AWS::CloudFront::CachePolicy': {
    actions: ['cloudfront:CreateCachePolicy', 'cloudfront:UpdateCachePolicy', 'cloudfront:DeleteCachePolicy'],
    on: 'cache-policy/*',
  },
  'AWS::CloudFront::Distribution': {
    actions: ['cloudfront:CreateDistribution', 'cloudfront:UpdateDistribution', 'cloudfront:DeleteDistribution'],
    on: 'distribution/*',
  },
  'AWS::CloudWatch::Alarm': { actions: ['cloudwatch:PutMetricAlarm', 'cloudwatch:DeleteAlarms'], on: 'alarm:' },
  'AWS::CloudWatch::Dashboard': {
    actions: ['cloudwatch:PutDashboard', 'cloudwatch:DeleteDashboards'],
    on: 'dashboard/',
  },
  'AWS::CodeDeploy::Application': {
    actions: ['codedeploy:CreateApplication', 'codedeploy:DeleteApplication'],
    on: 'application:',
  },
  'AWS::CodeDeploy::DeploymentGroup': {
    actions: ['codedeploy:CreateDeploymentGroup', 'codedeploy:UpdateDeploymentGroup', 'codedeploy:CreateDeployment'],
    on: 'deploymentgroup:',
  },
  'AWS::DynamoDB::Table': {
    actions: [
      'dynamodb:CreateTable',
      'dynamodb:UpdateTable',
      'dynamodb:UpdateContinuousBackups',
      'dynamodb:DescribeTable',
    ],
    on: 'table/',
  },
  'AWS::IAM::Role': { actions: ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:PassRole', 'iam:DeleteRole'], on: 'role/' },
  // CodeDeploy moves it, on behalf of who deploys.
  'AWS::Lambda::Alias': {
    actions: ['lambda:CreateAlias', 'lambda:UpdateAlias', 'lambda:DeleteAlias'],
    on: 'function:',
  },
  'AWS::Lambda::Function': {
    actions: ['lambda:CreateFunction', 'lambda:UpdateFunctionCode', 'lambda:DeleteFunction'],
    on: 'function:',
  },
  'AWS::Lambda::Permission': { actions: ['lambda:AddPermission', 'lambda:RemovePermission'], on: 'function:' },
  // The framework deletes the old ones, but for those that an alias leads to.
  'AWS::Lambda::Version': {
    actions: ['lambda:PublishVersion', 'lambda:ListVersionsByFunction', 'lambda:ListAliases', 'lambda:DeleteFunction'],
    on: 'function:',
  },
  'AWS::Logs::LogGroup': {
    actions: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy', 'logs:DeleteLogGroup'],
    on: 'log-group:',
  },
  'AWS::Route53::RecordSet': { actions: ['route53:ChangeResourceRecordSets'], on: 'hostedzone/' },
  'AWS::S3::Bucket': { actions: ['s3:CreateBucket', 's3:PutObject', 's3:DeleteBucket'], on: ':s3:' },
  'AWS::S3::BucketPolicy': { actions: ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'], on: ':s3:' },
  'AWS::SNS::Topic': { actions: ['sns:CreateTopic', 'sns:Subscribe', 'sns:DeleteTopic'], on: '-alarms' },
  'AWS::SNS::TopicPolicy': { actions: ['sns:SetTopicAttributes'], on: '-alarms' },
};

const { own, domainAndEdgeCache } = readDeployRole();

/** What of a stage the statements don't let be made, changed or removed. */
const missing = (stage: Parameters<typeof templateOf>[0], statements: readonly Statement[]): string[] => {
  const may = (action: string, on: string) =>
    statements.some(
      ({ Effect, Action, Resource }) =>
        Effect === 'Allow' && Action.includes(action) && (Resource === '*' || JSON.stringify(Resource).includes(on)),
    );
  const types = new Set(Object.values(templateOf(stage).Resources).map(({ Type }) => Type));
  return [...types].flatMap((type) => {
    const need = NEEDS[type];
    if (!need) return [`${type}: what it takes is not written down`];
    return need.actions.filter((action) => !may(action, need.on)).map((action) => `${type}: ${action}`);
  });
};

export const describeDeployRole = () => {
  describe.each(['dev', 'prod', 'pr-1'] as const)('for %s', (stage) => {
    test('may make, change and remove everything that the stage has', () => {
      expect(missing(stage, own)).toEqual([]);
    });
  });

  test.each(['with-domain', 'with-edge-cache', 'with-everything'] as const)(
    'needs the second policy, and no more, for a stage %s',
    (stage) => {
      expect(missing(stage, [...own, ...domainAndEdgeCache])).toEqual([]);
      expect(missing(stage, own)).not.toEqual([]);
    },
  );

  test('may make the logs of the function and of the gateway', () => {
    const logs = JSON.stringify(own.find(({ Sid }) => Sid === 'LogGroups')?.Resource);
    expect(logs).toContain('log-group:/aws/lambda/saved-string-');
    expect(logs).toContain('log-group:/aws/vendedlogs/saved-string-');
  });
};
