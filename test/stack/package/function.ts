import { expect, test } from '@jest/globals';
import { allOf, EVERY_PARAMETER, packageOf, propertiesOf, resourceOf, STAGE_NAMES, type StageName } from './stages.ts';

/** The variables whose values are the same in most stages. */
const VARIABLES = {
  INITIAL_STRING: 'dynamic string',
  PAGE_LANG: 'en',
  PAGE_HEADING: 'The saved string is {}',
  PAGE_TIME_ZONE: '',
  DOMAIN: '',
  READ_LEASE: '0',
  POLL_SECONDS: '2',
  EDGE_CACHE: 'off',
  SHOUT_URL: '',
};

const VARIABLES_OF: Readonly<Partial<Record<StageName, object>>> = {
  prod: { READ_LEASE: '1' },
  'with-domain': { DOMAIN: 'string.example.com' },
  'with-edge-cache': { READ_LEASE: '3', EDGE_CACHE: 'on' },
  'with-files': { FILES_ORIGIN: { 'Fn::Sub': expect.stringMatching(/^https:\/\/\$\{FilesBucket\}\.s3\./) } },
  'with-push': {
    PUSH_SOCKET: { 'Fn::Sub': `wss://\${PushApi.Dns.Realtime}/event/realtime /saved-string-with-push/changes` },
    PUSH_URL: { 'Fn::Sub': `https://\${PushApi.Dns.Http}/event` },
  },
  'with-everything': {
    INITIAL_STRING: 'Good morning',
    PAGE_LANG: 'pt-BR',
    PAGE_HEADING: 'A sopa de hoje: {}!',
    PAGE_TIME_ZONE: 'America/Sao_Paulo',
    DOMAIN: 'string.example.com',
    READ_LEASE: '3',
    POLL_SECONDS: '30',
    EDGE_CACHE: 'on',
    SHOUT_URL: EVERY_PARAMETER.shoutUrl,
    STATS_TOPIC: { Ref: 'StatsTopic' },
    WEBHOOK_URL: EVERY_PARAMETER.webhookUrl,
  },
};

export const describeFunction = () => {
  test('has the same code in every stage', () => {
    const { zip } = packageOf('dev');
    expect(zip.includes('src/lambda.mjs')).toBe(true);
    expect(zip.includes('build/playground/manifest.json')).toBe(true);
    for (const stage of STAGE_NAMES) expect(packageOf(stage).zip.equals(zip)).toBe(true);
  });

  test.each(STAGE_NAMES)('of %s has the newest runtime, and the variables that its parameters ask for', (stage) => {
    const own = { STAGE: stage, TABLE_NAME: `saved-string-${stage}` };
    expect(propertiesOf(stage, 'WebLambdaFunction')).toMatchObject({
      FunctionName: `saved-string-${stage}-web`,
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'src/lambda.handler',
      MemorySize: 1769,
    });
    expect(propertiesOf(stage, 'WebLambdaFunction').Environment).toEqual({
      Variables: { ...own, ...VARIABLES, ...VARIABLES_OF[stage] },
    });
  });

  test('logs JSON, is traced, and reserves no concurrency', () => {
    const web = propertiesOf('prod', 'WebLambdaFunction');
    expect(web).toMatchObject({ LoggingConfig: { LogFormat: 'JSON' }, TracingConfig: { Mode: 'Active' } });
    expect(web).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  test.each([
    ['dev', 6],
    ['prod', 9],
    ['with-edge-cache', 14],
  ] as const)('gives a save in %s time for two leases, and times out before the gateway does', (stage, seconds) => {
    expect(propertiesOf(stage, 'WebLambdaFunction').Timeout).toBe(seconds);
    expect(Number(propertiesOf(stage, 'HttpApiIntegrationWeb').TimeoutInMillis)).toBeGreaterThan(seconds * 1_000);
  });

  test.each([
    ['dev', 14],
    ['prod', 90],
    ['with-files', 1096],
    ['with-everything', 7],
  ] as const)('and its gateway keep the log lines of %s for %s days', (stage, days) => {
    const logs = allOf(stage, 'AWS::Logs::LogGroup');
    for (const { RetentionInDays } of logs) expect(RetentionInDays).toBe(days);
    const names = [`/aws/lambda/saved-string-${stage}-web`, `/aws/vendedlogs/saved-string-${stage}/gateway`];
    expect(logs.map(({ LogGroupName }) => LogGroupName)).toEqual(expect.arrayContaining(names));
  });
};

export const describeTable = () => {
  test.each(STAGE_NAMES)('of %s has the key of the log, and no encryption but with a key that AWS owns', (stage) => {
    expect(propertiesOf(stage, 'Table')).toMatchObject({
      TableName: `saved-string-${stage}`,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    });
    expect(propertiesOf(stage, 'Table')).not.toHaveProperty('SSESpecification');
  });

  test.each<[StageName, string, unknown]>([
    ['dev', 'Delete', false],
    ['pr-1', 'Delete', false],
    ['prod', 'Retain', true],
    ['with-everything', 'Retain', 'true'],
  ])(
    'of %s has the policy %s when the stage is removed; can’t be deleted, and can be restored: %s',
    (stage, policy, is) => {
      expect(resourceOf(stage, 'Table')).toMatchObject({
        DeletionPolicy: policy,
        UpdateReplacePolicy: policy,
        Properties: {
          DeletionProtectionEnabled: is,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: is },
        },
      });
    },
  );
};
