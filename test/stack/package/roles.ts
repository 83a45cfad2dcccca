import { expect, test } from '@jest/globals';
import { resourceOf, type Template } from '../../support/stack/template.ts';
import { STAGE_NAMES, templateOf } from './stages.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Principal?: unknown;
  readonly Resource: unknown;
}

const permissionsOf = (template: Template, role: string): unknown => {
  const { Properties } = resourceOf(template, role);
  expect(Properties).not.toHaveProperty('ManagedPolicyArns');
  const policies = Properties.Policies as readonly { readonly PolicyDocument: { readonly Statement: Statement[] } }[];
  return policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
};

const rolesOf = ({ Resources }: Template): string[] =>
  Object.keys(Resources).filter((name) => Resources[name]?.Type === 'AWS::IAM::Role');

const TRACES = { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' };

const WEBHOOK = [
  {
    Effect: 'Allow',
    Action: ['dynamodb:GetItem', 'dynamodb:PutItem'],
    Resource: { 'Fn::GetAtt': ['Table', 'Arn'] },
    Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['webhook'] } },
  },
  {
    Effect: 'Allow',
    Action: ['ssm:GetParameter'],
    Resource: { 'Fn::Sub': expect.stringMatching(/:parameter\/saved-string-with-everything\/webhook-secret$/) },
  },
];

const PUBLISH = {
  Effect: 'Allow',
  Action: ['appsync:EventPublish'],
  Resource: { 'Fn::GetAtt': ['PushChannels', 'ChannelNamespaceArn'] },
};

const MAIL = { Effect: 'Allow', Action: ['sns:Publish'], Resource: { Ref: 'StatsTopic' } };

export const describeRoles = () => {
  test.each(STAGE_NAMES)(
    'let the function of %s only read and append to the log, look up a token, mark a task as done, read the webhook’s secret, publish, send a mail, and write logs and traces',
    (stage) => {
      expect(permissionsOf(templateOf(stage), 'Role')).toEqual([
        {
          Effect: 'Allow',
          Action: ['dynamodb:Query', 'dynamodb:GetItem', 'dynamodb:PutItem'],
          Resource: { 'Fn::GetAtt': ['Table', 'Arn'] },
          Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['saved-string'] } },
        },
        {
          Effect: 'Allow',
          Action: ['dynamodb:GetItem'],
          Resource: { 'Fn::GetAtt': ['Table', 'Arn'] },
          Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['editor'] } },
        },
        {
          Effect: 'Allow',
          Action: ['dynamodb:PutItem'],
          Resource: { 'Fn::GetAtt': ['Table', 'Arn'] },
          Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['stats'] } },
        },
        ...(stage === 'with-push' ? [PUBLISH] : []),
        ...(stage === 'with-everything' ? [...WEBHOOK, MAIL] : []),
        {
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: { 'Fn::GetAtt': ['WebLogGroup', 'Arn'] },
        },
        ...(stage === 'with-everything' ? [] : [TRACES]),
      ]);
    },
  );

  test('let a release only move this stage’s alias, call its check and read alarms', () => {
    expect(permissionsOf(templateOf('prod'), 'ReleaseRole')).toEqual([
      {
        Effect: 'Allow',
        Action: ['lambda:GetAlias', 'lambda:UpdateAlias', 'lambda:GetProvisionedConcurrencyConfig'],
        Resource: [{ 'Fn::GetAtt': ['WebLambdaFunction', 'Arn'] }, { 'Fn::Sub': `\${WebLambdaFunction.Arn}:live` }],
      },
      { Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: { 'Fn::GetAtt': ['CheckFunction', 'Arn'] } },
      { Effect: 'Allow', Action: ['cloudwatch:DescribeAlarms'], Resource: '*' },
    ]);
  });

  test('let a release’s check only call this stage’s function, answer CodeDeploy and write its log', () => {
    expect(permissionsOf(templateOf('prod'), 'CheckRole')).toEqual([
      { Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: { 'Fn::Sub': `\${WebLambdaFunction.Arn}:*` } },
      {
        Effect: 'Allow',
        Action: ['codedeploy:PutLifecycleEventHookExecutionStatus'],
        Resource: { 'Fn::Sub': expect.stringMatching(/:deploymentgroup:\$\{ReleaseApplication\}\/\*$/) },
      },
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: { 'Fn::GetAtt': ['CheckLogGroup', 'Arn'] },
      },
    ]);
  });

  test('let the function for files reach its own bucket, its records and tokens, and nothing of the string', () => {
    const statement = (Action: string[], [name = '', pattern = '']: string[], key?: string) => ({
      Effect: 'Allow',
      Action,
      Resource: pattern ? { 'Fn::Sub': pattern } : { 'Fn::GetAtt': [name, 'Arn'] },
      ...(key && { Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [key] } } }),
    });
    expect(permissionsOf(templateOf('with-files'), 'FilesRole')).toEqual([
      statement(['dynamodb:Query', 'dynamodb:PutItem'], ['Table'], 'file'),
      statement(['dynamodb:GetItem'], ['Table'], 'editor'),
      statement(
        ['s3:PutObject', 's3:GetObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
        ['', `\${FilesBucket.Arn}/*`],
      ),
      statement(['s3:ListBucket'], ['FilesBucket']),
      statement(['logs:CreateLogStream', 'logs:PutLogEvents'], ['FilesLogGroup']),
      TRACES,
    ]);
  });

  test('include no unused role', () => {
    expect(rolesOf(templateOf('dev'))).toEqual(['Role']);
    expect(rolesOf(templateOf('prod'))).toEqual(['Role', 'ReleaseRole', 'CheckRole']);
  });
};
