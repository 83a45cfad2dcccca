import { expect, test } from '@jest/globals';
import { allOf, propertiesOf, STAGE_NAMES, type StageName, templateOf } from './stages.ts';

/** The resources of a stage, by what brings them. The routes and the version of the function have tests of their own. */
const PARTS = {
  always:
    'ServerlessDeploymentBucket ServerlessDeploymentBucketPolicy Table Role WebLogGroup WebLambdaFunction WebAlias ' +
    'WeeklyStatsRule WeeklyStatsPermission HttpApi HttpApiStage HttpApiLogGroup HttpApiIntegrationWeb ' +
    'WebLambdaPermissionHttpApi',
  release: 'ReleaseApplication ReleaseGroup ReleaseRole CheckLogGroup CheckRole CheckFunction',
  alarms:
    'ServerErrorsAlarm FunctionErrorsAlarm FunctionThrottlesAlarm SlowAnswersAlarm TableThrottlesAlarm TableErrorsAlarm',
  recipient: 'AlarmTopic AlarmTopicPolicy',
  dashboard: 'Dashboard',
  budget: 'Budget',
  archive:
    'LogArchive LogArchivePolicy LogStream LogStreamRole LogSubscriptionRole FunctionLogSubscription ' +
    'GatewayLogSubscription',
  domain: 'Certificate DomainName DomainMapping GatewayName',
  edgeCache: 'EdgeCache PageCachePolicy',
  edgeName: 'EdgeNameIPv4 EdgeNameIPv6',
  stats: 'StatsTopic StatsTopicPolicy',
  webhook: 'DeliverWebhookRule DeliverWebhookPermission',
  files:
    'FilesBucket FilesBucketPolicy FilesRole FilesLogGroup FilesLambdaFunction FilesBytesAlarm ' +
    'HttpApiIntegrationFiles FilesLambdaPermissionHttpApi',
  push:
    'PushApi PushChannels PushAuthorizer PushAuthorizerRole PushAuthorizerPermission PushRule PushPermission ' +
    'PushFailuresAlarm',
};

const PARTS_OF: Readonly<Record<StageName, readonly (keyof typeof PARTS)[]>> = {
  dev: ['dashboard'],
  prod: ['dashboard', 'alarms', 'recipient', 'release'],
  'pr-1': ['dashboard'],
  'with-alarms': ['dashboard', 'alarms'],
  'with-canary': ['dashboard', 'alarms', 'release'],
  'with-domain': ['dashboard', 'domain'],
  'with-edge-cache': ['dashboard', 'edgeCache'],
  'with-archive': ['dashboard', 'archive'],
  'with-budget': ['dashboard', 'alarms', 'recipient', 'budget'],
  'with-files': ['dashboard', 'alarms', 'recipient', 'files'],
  'with-push': ['dashboard', 'alarms', 'recipient', 'push'],
  'with-everything': ['alarms', 'recipient', 'release', 'edgeCache', 'edgeName', 'stats', 'webhook'],
};

export const describeResources = () => {
  test.each(STAGE_NAMES)('of %s are those that its parameters ask for, and no others', (stage) => {
    const names = Object.keys(templateOf(stage).Resources);
    const own = names.filter((name) => !/^(HttpApiRoute|WebLambdaVersion)/.test(name));
    const parts = ['always', ...PARTS_OF[stage]] as const;
    expect(own.toSorted()).toEqual(parts.flatMap((part) => PARTS[part].split(' ')).toSorted());
  });

  test.each([
    ['with-budget', /budgets\.amazonaws\.com/],
    ['with-files', /files[^"]*"|BucketSizeBytes/i],
    ['with-push', /AppSync|PUSH_|appsync:/],
  ] as const)('of %s leave no trace elsewhere: %s', (only, trace) => {
    const traced = STAGE_NAMES.filter((stage) => trace.test(JSON.stringify(templateOf(stage))));
    expect(traced).toEqual([only]);
  });

  test.each(STAGE_NAMES)('of %s depend on no condition any more', (stage) => {
    expect(templateOf(stage)).not.toHaveProperty('Conditions');
    expect(JSON.stringify(templateOf(stage))).not.toMatch(/"Fn::If"|AWS::NoValue/);
  });

  test.each(STAGE_NAMES)('of %s include no bucket that could become public', (stage) => {
    for (const { PublicAccessBlockConfiguration } of allOf(stage, 'AWS::S3::Bucket')) {
      expect(PublicAccessBlockConfiguration).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
    }
  });

  test.each(STAGE_NAMES)(
    'of %s include no bucket or topic that is reached without TLS, or opened to others',
    (stage) => {
      const { Resources } = templateOf(stage);
      const names = Object.keys(Resources).filter((name) => /::(Bucket|Topic)$/.test(Resources[name]?.Type ?? ''));
      for (const name of names) {
        const { PolicyDocument } = propertiesOf(stage, `${name}Policy`) as { PolicyDocument: { Statement: object[] } };
        const { Statement } = PolicyDocument;
        // The topic of the alarms has a test of its own for who else may write to it.
        expect(name === 'AlarmTopic' ? Statement.slice(-1) : Statement).toEqual([
          expect.objectContaining({
            Effect: 'Deny',
            Principal: '*',
            Action: expect.stringMatching(/^(s3:\*|sns:Publish)$/),
            Condition: { Bool: { 'aws:SecureTransport': name.startsWith('Serverless') ? false : 'false' } },
          }),
        ]);
      }
    },
  );
};
