import { expect, test } from '@jest/globals';
import { propertiesOf, resourceOf } from '../../support/stack/template.ts';
import { EVERY_PARAMETER, packageOf, STAGE_NAMES, type StageName, templateOf } from './stages.ts';

/** Lists all functions except those that check a gradual release, let pages subscribe, and share files. */
const productsOf = (stage: StageName) =>
  propertiesOf(templateOf(stage), 'AWS::Lambda::Function').filter(
    ({ FunctionName }) => !/-(check|files|subscribe)$/.test(String(FunctionName)),
  );

const HAS_EDGE_CACHE: StageName[] = ['with-edge-cache', 'with-everything'];

export const describeFunction = () => {
  test('has the same code in every stage', () => {
    const { zip } = packageOf('dev');
    expect(zip.includes('src/lambda.mjs')).toBe(true);
    expect(zip.includes('build/playground/manifest.json')).toBe(true);
    for (const stage of STAGE_NAMES) expect(packageOf(stage).zip.equals(zip)).toBe(true);
  });

  test.each(STAGE_NAMES)('exists once, only for %s, on the newest runtime', (stage) => {
    expect(productsOf(stage)).toEqual([
      expect.objectContaining({
        FunctionName: `saved-string-${stage}-web`,
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'src/lambda.handler',
        MemorySize: 1769,
        Environment: {
          Variables: {
            STAGE: stage,
            TABLE_NAME: `saved-string-${stage}`,
            INITIAL_STRING: stage === 'with-everything' ? 'Good morning' : 'dynamic string',
            PAGE_LANG: stage === 'with-everything' ? 'pt-BR' : 'en',
            PAGE_HEADING: stage === 'with-everything' ? 'A sopa de hoje: {}!' : 'The saved string is {}',
            PAGE_TIME_ZONE: stage === 'with-everything' ? 'America/Sao_Paulo' : '',
            DOMAIN: ['with-domain', 'with-everything'].includes(stage) ? 'string.example.com' : '',
            READ_LEASE: stage === 'prod' ? '1' : HAS_EDGE_CACHE.includes(stage) ? '3' : '0',
            POLL_SECONDS: stage === 'with-everything' ? '30' : '2',
            EDGE_CACHE: HAS_EDGE_CACHE.includes(stage) ? 'on' : 'off',
            SHOUT_URL: stage === 'with-everything' ? EVERY_PARAMETER.shoutUrl : '',
            ...(stage === 'with-files' && {
              FILES_ORIGIN: { 'Fn::Sub': expect.stringMatching(/^https:\/\/\$\{FilesBucket\}\.s3\./) },
            }),
            ...(stage === 'with-push' && {
              PUSH_SOCKET: {
                'Fn::Sub': `wss://\${PushApi.Dns.Realtime}/event/realtime /saved-string-with-push/changes`,
              },
              PUSH_URL: { 'Fn::Sub': `https://\${PushApi.Dns.Http}/event` },
            }),
            ...(stage === 'with-everything' && {
              STATS_TOPIC: { Ref: 'StatsTopic' },
              WEBHOOK_URL: EVERY_PARAMETER.webhookUrl,
            }),
          },
        },
      }),
    ]);
  });

  test('logs JSON, is traced, and reserves no concurrency', () => {
    const [web] = productsOf('prod');
    expect(web).toMatchObject({ LoggingConfig: { LogFormat: 'JSON' }, TracingConfig: { Mode: 'Active' } });
    expect(web).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  test.each([
    ['dev', 6],
    ['prod', 9],
    ['with-edge-cache', 14],
  ] as const)('gives a save in %s time for two leases, and times out before the gateway does', (stage, seconds) => {
    const [web] = productsOf(stage);
    const [integration] = propertiesOf(templateOf(stage), 'AWS::ApiGatewayV2::Integration');
    expect(web?.Timeout).toBe(seconds);
    expect(Number(integration?.TimeoutInMillis)).toBeGreaterThan(seconds * 1_000);
  });

  test('is stored in a bucket that can’t become public and requires TLS', () => {
    expect(resourceOf(templateOf('prod'), 'ServerlessDeploymentBucket').Properties).toMatchObject({
      PublicAccessBlockConfiguration: { BlockPublicPolicy: true, RestrictPublicBuckets: true },
    });
    expect(resourceOf(templateOf('prod'), 'ServerlessDeploymentBucketPolicy').Properties.PolicyDocument).toMatchObject({
      Statement: [{ Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': false } } }],
    });
  });

  test.each([
    ['dev', 14],
    ['prod', 90],
    ['with-everything', '7'],
  ] as const)('and its gateway keep the log lines of %s for %s days', (stage, days) => {
    expect(propertiesOf(templateOf(stage), 'AWS::Logs::LogGroup')).toEqual(
      expect.arrayContaining([
        { LogGroupName: `/aws/lambda/saved-string-${stage}-web`, RetentionInDays: days },
        { LogGroupName: `/aws/vendedlogs/saved-string-${stage}/gateway`, RetentionInDays: days },
      ]),
    );
    for (const { RetentionInDays } of propertiesOf(templateOf(stage), 'AWS::Logs::LogGroup')) {
      expect(RetentionInDays).toBe(days);
    }
  });
};
