import { expect, test } from '@jest/globals';
import { propertiesOf, resourceOf, type Template } from '../../support/stack/template.ts';
import { STAGE_NAMES, templateOf } from './stages.ts';

const versionsOf = ({ Resources }: Template): string[] =>
  Object.keys(Resources).filter((name) => Resources[name]?.Type === 'AWS::Lambda::Version');

export const describeRelease = () => {
  test.each(STAGE_NAMES)('moves the alias of %s to the packaged version', (stage) => {
    const [version] = versionsOf(templateOf(stage));
    expect(resourceOf(templateOf(stage), 'WebAlias').Properties).toEqual({
      Name: 'live',
      FunctionName: { Ref: 'WebLambdaFunction' },
      FunctionVersion: { 'Fn::GetAtt': [version, 'Version'] },
    });
  });

  test.each(STAGE_NAMES)('leaves no version of %s behind after a rollback, so that it can be repeated', (stage) => {
    const versions = versionsOf(templateOf(stage)).map((name) => resourceOf(templateOf(stage), name));
    expect(versions).toEqual([expect.objectContaining({ DeletionPolicy: 'RetainExceptOnCreate' })]);
  });

  test.each(STAGE_NAMES)('is the only version that the gateway and the schedules of %s call or may call', (stage) => {
    const template = templateOf(stage);
    const integrations = propertiesOf(template, 'AWS::ApiGatewayV2::Integration');
    const called = [{ Ref: 'WebAlias' }];
    // The function for files has no gradual release.
    const others = stage === 'with-files' ? [{ 'Fn::GetAtt': ['FilesLambdaFunction', 'Arn'] }] : [];
    expect(integrations.map(({ IntegrationUri }) => IntegrationUri)).toEqual([...called, ...others]);
    const permissions = propertiesOf(template, 'AWS::Lambda::Permission').filter(
      ({ Principal }) => Principal !== 'appsync.amazonaws.com',
    );
    const schedules = propertiesOf(template, 'AWS::Events::Rule');
    expect(permissions).toHaveLength(1 + schedules.length + others.length);
    for (const { FunctionName } of permissions) expect([...called, ...others]).toContainEqual(FunctionName);
    for (const { Targets } of schedules)
      expect(Targets).toEqual([expect.objectContaining({ Arn: { Ref: 'WebAlias' } })]);
  });

  test.each([
    ['prod', 'CodeDeployDefault.LambdaCanary10Percent10Minutes'],
    ['with-everything', 'CodeDeployDefault.LambdaLinear10PercentEvery1Minute'],
  ] as const)('comes to the visitors of %s bit by bit, and goes back when an alarm rings', (stage, configuration) => {
    expect(resourceOf(templateOf(stage), 'WebAlias').UpdatePolicy).toEqual({
      CodeDeployLambdaAliasUpdate: {
        ApplicationName: { Ref: 'ReleaseApplication' },
        DeploymentGroupName: { Ref: 'ReleaseGroup' },
        BeforeAllowTrafficHook: { Ref: 'CheckFunction' },
      },
    });
    expect(resourceOf(templateOf(stage), 'ReleaseGroup').Properties).toMatchObject({
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
  });

  test.each(['prod', 'with-canary', 'with-everything'] as const)(
    'of %s is checked before visitors come to it, by a function that knows the packaged version by then',
    (stage) => {
      const [version] = versionsOf(templateOf(stage));
      expect(resourceOf(templateOf(stage), 'CheckFunction').Properties).toMatchObject({
        FunctionName: `saved-string-${stage}-check`,
        Role: { 'Fn::GetAtt': ['CheckRole', 'Arn'] },
        Code: { ZipFile: expect.stringContaining('PutLifecycleEventHookExecutionStatus') },
        Environment: {
          Variables: { FUNCTION: { Ref: 'WebLambdaFunction' }, VERSION: { 'Fn::GetAtt': [version, 'Version'] } },
        },
      });
      expect(resourceOf(templateOf(stage), 'WebAlias').DependsOn).toContain('CheckFunction');
    },
  );

  test.each(['dev', 'pr-1', 'with-alarms'] as const)(
    'reaches all visitors of %s at once, without CodeDeploy',
    (stage) => {
      const { Resources } = templateOf(stage);
      expect(Resources.WebAlias).not.toHaveProperty('UpdatePolicy');
      expect(Object.keys(Resources).filter((name) => name.startsWith('Check'))).toEqual([]);
      expect(Object.values(Resources).filter(({ Type }) => Type.startsWith('AWS::CodeDeploy::'))).toEqual([]);
    },
  );
};
