import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { propertiesOf } from './stages.ts';

export const describePush = () => {
  test('lets the function publish, and anyone subscribe without a key that expires', async () => {
    const { Code } = propertiesOf('with-push', 'PushAuthorizer');
    expect(propertiesOf('with-push', 'PushApi')).toEqual({
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
    expect(propertiesOf('with-push', 'PushChannels')).toEqual({
      ApiId: { 'Fn::GetAtt': ['PushApi', 'ApiId'] },
      Name: 'saved-string-with-push',
    });
    expect(propertiesOf('with-push', 'PushAuthorizerPermission')).toMatchObject({
      Principal: 'appsync.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': ['PushApi', 'ApiArn'] },
    });

    const exports: { handler?: (event: object) => Promise<unknown> } = {};
    runInNewContext(Object(Code).ZipFile, { exports });
    const ask = (operation: string) => exports.handler?.({ requestContext: { operation } });
    expect(await ask('EVENT_CONNECT')).toEqual({ isAuthorized: true });
    expect(await ask('EVENT_SUBSCRIBE')).toEqual({ isAuthorized: true });
    expect(await ask('EVENT_PUBLISH')).toEqual({ isAuthorized: false });
  });
};
