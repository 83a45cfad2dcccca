import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { resourceOf } from '../../support/stack/template.ts';
import { STAGE_NAMES, templateOf } from './stages.ts';

export const describePush = () => {
  test('is off by default', () => {
    for (const stage of STAGE_NAMES.filter((name) => name !== 'with-push')) {
      expect(JSON.stringify(templateOf(stage))).not.toMatch(/AppSync|PUSH_|appsync:/);
    }
  });

  test('lets the function publish, and anyone subscribe without a key that expires', async () => {
    const template = templateOf('with-push');
    const authorizer = resourceOf(template, 'PushAuthorizer').Properties;
    expect(resourceOf(template, 'PushApi').Properties).toEqual({
      Name: 'saved-string-with-push',
      EventConfig: {
        AuthProviders: [
          { AuthType: 'AWS_IAM' },
          {
            AuthType: 'AWS_LAMBDA',
            LambdaAuthorizerConfig: {
              AuthorizerUri: { 'Fn::GetAtt': ['PushAuthorizer', 'Arn'] },
              AuthorizerResultTtlInSeconds: 3600,
              IdentityValidationExpression: '^-$',
            },
          },
        ],
        ConnectionAuthModes: [{ AuthType: 'AWS_LAMBDA' }],
        DefaultPublishAuthModes: [{ AuthType: 'AWS_IAM' }],
        DefaultSubscribeAuthModes: [{ AuthType: 'AWS_LAMBDA' }],
      },
    });
    expect(resourceOf(template, 'PushChannels').Properties).toEqual({
      ApiId: { 'Fn::GetAtt': ['PushApi', 'ApiId'] },
      Name: 'saved-string-with-push',
    });
    expect(resourceOf(template, 'PushAuthorizerRole').Properties).not.toHaveProperty('Policies');
    expect(resourceOf(template, 'PushAuthorizerPermission').Properties).toMatchObject({
      Principal: 'appsync.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': ['PushApi', 'ApiArn'] },
    });

    const exports: { handler?: (event: object) => Promise<unknown> } = {};
    runInNewContext((authorizer.Code as { ZipFile: string }).ZipFile, { exports });
    const ask = (operation: string) => exports.handler?.({ requestContext: { operation } });
    expect(await ask('EVENT_CONNECT')).toEqual({ isAuthorized: true });
    expect(await ask('EVENT_SUBSCRIBE')).toEqual({ isAuthorized: true });
    expect(await ask('EVENT_PUBLISH')).toEqual({ isAuthorized: false });
  });

  test('rings when pages don’t hear of changes', async () => {
    expect(resourceOf(templateOf('with-push'), 'PushFailuresAlarm').Properties).toMatchObject({
      AlarmDescription: expect.stringMatching(/#push-failures$/),
      Namespace: 'SavedString',
      MetricName: 'FailedPushes',
      Dimensions: [{ Name: 'stage', Value: 'with-push' }],
      AlarmActions: [{ Ref: 'AlarmTopic' }],
    });
  });
};
