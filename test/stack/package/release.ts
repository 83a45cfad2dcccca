import { expect, test } from '@jest/globals';
import { allOf, EVERY_PARAMETER, propertiesOf, resourceOf, STAGE_NAMES, type StageName, templateOf } from './stages.ts';

const ALIAS = { Ref: 'WebAlias' };

/** The name of the only version in a stage's template. */
const versionOf = (stage: StageName): string => {
  const { Resources } = templateOf(stage);
  const versions = Object.keys(Resources).filter((name) => Resources[name]?.Type === 'AWS::Lambda::Version');
  expect(versions).toHaveLength(1);
  return String(versions[0]);
};

export const describeRelease = () => {
  test.each(STAGE_NAMES)(
    'moves the alias of %s to the packaged version, and leaves none behind after a rollback, so that it can be repeated',
    (stage) => {
      const version = versionOf(stage);
      expect(resourceOf(stage, version).DeletionPolicy).toBe('RetainExceptOnCreate');
      expect(propertiesOf(stage, 'WebAlias')).toEqual({
        Name: 'live',
        FunctionName: { Ref: 'WebLambdaFunction' },
        FunctionVersion: { 'Fn::GetAtt': [version, 'Version'] },
      });
    },
  );

  test.each(STAGE_NAMES)('is the only version that the gateway and the schedules of %s call or may call', (stage) => {
    // The function for files has no gradual release, and AppSync calls another.
    const others = stage === 'with-files' ? [{ 'Fn::GetAtt': ['FilesLambdaFunction', 'Arn'] }] : [];
    const integrations = allOf(stage, 'AWS::ApiGatewayV2::Integration');
    expect(integrations.map(({ IntegrationUri }) => IntegrationUri)).toEqual([ALIAS, ...others]);
    const schedules = allOf(stage, 'AWS::Events::Rule');
    const permissions = allOf(stage, 'AWS::Lambda::Permission').filter(
      ({ Principal }) => Principal !== 'appsync.amazonaws.com',
    );
    expect(permissions).toHaveLength(1 + schedules.length + others.length);
    for (const { FunctionName } of permissions) expect([ALIAS, ...others]).toContainEqual(FunctionName);
    for (const { Targets } of schedules) expect(Targets).toEqual([expect.objectContaining({ Arn: ALIAS })]);
  });

  test.each([
    ['prod', 'CodeDeployDefault.LambdaCanary10Percent10Minutes'],
    ['with-canary', 'CodeDeployDefault.LambdaCanary10Percent5Minutes'],
    ['with-everything', 'CodeDeployDefault.LambdaLinear10PercentEvery1Minute'],
  ] as const)(
    'comes to the visitors of %s bit by bit, once a function that knows the packaged version has checked it, and goes back when an alarm rings',
    (stage, configuration) => {
      expect(resourceOf(stage, 'WebAlias')).toMatchObject({
        DependsOn: ['CheckFunction'],
        UpdatePolicy: {
          CodeDeployLambdaAliasUpdate: {
            ApplicationName: { Ref: 'ReleaseApplication' },
            DeploymentGroupName: { Ref: 'ReleaseGroup' },
            BeforeAllowTrafficHook: { Ref: 'CheckFunction' },
          },
        },
      });
      expect(propertiesOf(stage, 'CheckFunction')).toMatchObject({
        FunctionName: `saved-string-${stage}-check`,
        Role: { 'Fn::GetAtt': ['CheckRole', 'Arn'] },
        Code: { ZipFile: expect.stringContaining('PutLifecycleEventHookExecutionStatus') },
        Environment: {
          Variables: {
            FUNCTION: { Ref: 'WebLambdaFunction' },
            VERSION: { 'Fn::GetAtt': [versionOf(stage), 'Version'] },
          },
        },
      });
      expect(propertiesOf(stage, 'ReleaseGroup')).toMatchObject({
        DeploymentConfigName: configuration,
        DeploymentStyle: { DeploymentType: 'BLUE_GREEN', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
        AlarmConfiguration: {
          Enabled: true,
          Alarms: [{ Name: { Ref: 'ServerErrorsAlarm' } }, { Name: { Ref: 'FunctionErrorsAlarm' } }],
        },
        AutoRollbackConfiguration: {
          Enabled: true,
          Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
        },
      });
    },
  );

  test.each(['dev', 'pr-1', 'with-alarms'] as const)(
    'reaches all visitors of %s at once, without CodeDeploy',
    (stage) => {
      expect(resourceOf(stage, 'WebAlias')).not.toHaveProperty('UpdatePolicy');
    },
  );
};

export const describeTasks = () => {
  test.each(STAGE_NAMES)('of %s begin when their rules say, and only these rules may start them', (stage) => {
    const tasks = {
      WeeklyStats: ['weekly-stats', 'cron(5 0 ? * MON *)'],
      ...(stage === 'with-push' && { Push: ['push', 'rate(1 minute)'] }),
      ...(stage === 'with-everything' && { DeliverWebhook: ['deliver-webhook', 'rate(1 minute)'] }),
    };
    expect(allOf(stage, 'AWS::Events::Rule')).toEqual(
      Object.values(tasks).map(([task, ScheduleExpression]) => ({
        Name: `saved-string-${stage}-${task}`,
        Description: expect.any(String),
        ScheduleExpression,
        Targets: [{ Id: 'live', Arn: ALIAS, Input: JSON.stringify({ task }) }],
      })),
    );
    for (const name of Object.keys(tasks)) {
      expect(propertiesOf(stage, `${name}Permission`)).toMatchObject({
        Principal: 'events.amazonaws.com',
        SourceArn: { 'Fn::GetAtt': [`${name}Rule`, 'Arn'] },
      });
    }
  });

  test('send the statistics to a topic of their own', () => {
    expect(propertiesOf('with-everything', 'StatsTopic')).toEqual({
      TopicName: 'saved-string-with-everything-stats',
      Subscription: [{ Protocol: 'email', Endpoint: EVERY_PARAMETER.statsEmail }],
    });
  });
};
