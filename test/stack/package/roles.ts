import { expect, test } from '@jest/globals';
import { propertiesOf, STAGE_NAMES, type StageName, templateOf } from './stages.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** A reference in a template, such as `Table.Arn`. */
const nameOf = (value: unknown): string =>
  typeof value === 'string' ? value : Object.values(Object(value)).flat().join('.');

/** Puts a statement on one line: `Effect actions on resources if operator key values`. */
const describeStatement = ({ Effect, Action, Resource, Condition = {}, ...others }: Statement): string => {
  expect(others).toEqual({});
  const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ` if ${operator} ${key} ${values.join(' ')}`),
  );
  return `${Effect} ${Action.join(' ')} on ${[Resource].flat().map(nameOf).join(' ')}${conditions.join('')}`;
};

const rightsOf = (stage: StageName, role: string): string[] => {
  const properties = propertiesOf(stage, role);
  expect(properties).not.toHaveProperty('ManagedPolicyArns');
  const policies = properties.Policies as readonly { readonly PolicyDocument: { readonly Statement: Statement[] } }[];
  return policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement).map(describeStatement);
};

/** An allowed action on the items of a table with one partition key. */
const items = (actions: string, key: string): string =>
  `Allow ${actions} on Table.Arn if ForAllValues:StringEquals dynamodb:LeadingKeys ${key}`;

const writeLog = (group: string): string => `Allow logs:CreateLogStream logs:PutLogEvents on ${group}.Arn`;

const TRACES = 'Allow xray:PutTraceSegments xray:PutTelemetryRecords on *';

/** A resource outside of the stack, in the stage's own account and region. */
const here = (service: string, name: string): string =>
  `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${name}`;

export const describeRoles = () => {
  test.each(STAGE_NAMES)(
    'let the function of %s only read and append to the log, look up a token, mark a task as done, read the webhook’s secret, publish, send a mail, and write logs and traces',
    (stage) => {
      const push = ['Allow appsync:EventPublish on PushChannels.ChannelNamespaceArn'];
      const webhookAndMail = [
        items('dynamodb:GetItem dynamodb:PutItem', 'webhook'),
        `Allow ssm:GetParameter on ${here('ssm', `parameter/saved-string-${stage}/webhook-secret`)}`,
        'Allow sns:Publish on StatsTopic',
      ];
      expect(rightsOf(stage, 'Role')).toEqual([
        items('dynamodb:Query dynamodb:GetItem dynamodb:PutItem', 'saved-string'),
        items('dynamodb:GetItem', 'editor'),
        items('dynamodb:PutItem', 'stats'),
        ...(stage === 'with-push' ? push : []),
        ...(stage === 'with-everything' ? webhookAndMail : []),
        writeLog('WebLogGroup'),
        ...(stage === 'with-everything' ? [] : [TRACES]),
      ]);
    },
  );

  test('let a release only move this stage’s alias, call its check and read alarms', () => {
    expect(rightsOf('prod', 'ReleaseRole')).toEqual([
      'Allow lambda:GetAlias lambda:UpdateAlias lambda:GetProvisionedConcurrencyConfig ' +
        `on WebLambdaFunction.Arn \${WebLambdaFunction.Arn}:live`,
      'Allow lambda:InvokeFunction on CheckFunction.Arn',
      'Allow cloudwatch:DescribeAlarms on *',
    ]);
  });

  test('let a release’s check only call this stage’s function, answer CodeDeploy and write its log', () => {
    expect(rightsOf('prod', 'CheckRole')).toEqual([
      `Allow lambda:InvokeFunction on \${WebLambdaFunction.Arn}:*`,
      'Allow codedeploy:PutLifecycleEventHookExecutionStatus ' +
        `on ${here('codedeploy', `deploymentgroup:\${ReleaseApplication}/*`)}`,
      writeLog('CheckLogGroup'),
    ]);
  });

  test('let the function for files reach its own bucket, its records and tokens, and nothing of the string', () => {
    expect(rightsOf('with-files', 'FilesRole')).toEqual([
      items('dynamodb:Query dynamodb:PutItem', 'file'),
      items('dynamodb:GetItem', 'editor'),
      `Allow s3:PutObject s3:GetObject s3:DeleteObject s3:AbortMultipartUpload on \${FilesBucket.Arn}/*`,
      'Allow s3:ListBucket on FilesBucket.Arn',
      writeLog('FilesLogGroup'),
      TRACES,
    ]);
  });

  test('let the function that admits subscribers do nothing', () => {
    expect(propertiesOf('with-push', 'PushAuthorizerRole')).not.toHaveProperty('Policies');
    expect(propertiesOf('with-push', 'PushAuthorizerRole')).not.toHaveProperty('ManagedPolicyArns');
  });

  test('let only the logs write to the archive', () => {
    expect(rightsOf('with-archive', 'LogStreamRole')).toEqual([
      'Allow s3:AbortMultipartUpload s3:GetBucketLocation s3:ListBucket s3:ListBucketMultipartUploads s3:PutObject ' +
        `on LogArchive.Arn \${LogArchive.Arn}/*`,
    ]);
    expect(rightsOf('with-archive', 'LogSubscriptionRole')).toEqual([
      'Allow firehose:PutRecord firehose:PutRecordBatch on LogStream.Arn',
    ]);
  });

  test.each(STAGE_NAMES)('of %s can be assumed by one service each', (stage) => {
    const services: Readonly<Record<string, string>> = {
      ReleaseRole: 'codedeploy',
      LogStreamRole: 'firehose',
      LogSubscriptionRole: 'logs',
    };
    const account = { Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } };
    for (const [name, { Type, Properties }] of Object.entries(templateOf(stage).Resources)) {
      if (Type !== 'AWS::IAM::Role') continue;
      const Principal = { Service: `${services[name] ?? 'lambda'}.amazonaws.com` };
      const trust = { Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...(/^Log/.test(name) && account) };
      expect([name, Object(Properties.AssumeRolePolicyDocument).Statement]).toEqual([name, [trust]]);
    }
  });
};
