import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { RouteHandler } from '../../src/http/handler.ts';
import { createRoutes } from '../../src/routes.ts';
import { packageStage, type StagePackage } from '../support/package-stage.ts';

jest.setTimeout(120_000);

let dev: StagePackage;
let prod: StagePackage;
beforeAll(async () => {
  // One after the other: both build into the same folder.
  dev = await packageStage('dev');
  prod = await packageStage('prod');
});

const all = ({ resources }: StagePackage, type: string) =>
  Object.values(resources)
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => Properties);

test('every stage gets the same code', () => {
  expect(prod.zip.equals(dev.zip)).toBe(true);
  expect(dev.zip.includes('src/lambda.mjs')).toBe(true);
  expect(dev.zip.includes('build/playground/manifest.json')).toBe(true);
});

describe.each([
  ['dev', () => dev],
  ['prod', () => prod],
])('stage %s', (stage, packaged) => {
  test('is one function on the newest runtime', () => {
    expect(all(packaged(), 'AWS::Lambda::Function')).toEqual([
      expect.objectContaining({
        FunctionName: `saved-string-${stage}-web`,
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'src/lambda.handler',
      }),
    ]);
  });

  test('has the gateway’s routes that the function answers, and no other', () => {
    const handler: RouteHandler = async () => ({ statusCode: 200 });
    const answered = createRoutes({
      page: handler,
      graphql: handler,
      playground: { page: handler, file: handler },
      health: handler,
    });
    const declared = all(packaged(), 'AWS::ApiGatewayV2::Route').map(({ RouteKey }) => String(RouteKey));
    expect(declared.toSorted()).toEqual(Object.keys(answered).toSorted());
  });

  test('has one table of its own, with the key of the log', () => {
    expect(all(packaged(), 'AWS::DynamoDB::Table')).toEqual([
      expect.objectContaining({
        TableName: `saved-string-${stage}`,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
      }),
    ]);
  });

  test('lets the function read and append to the log, look up a token, write its own log lines, and do nothing else', () => {
    const [role, ...others] = all(packaged(), 'AWS::IAM::Role') as [
      { Policies: { PolicyDocument: { Statement: unknown[] } }[]; ManagedPolicyArns?: unknown },
    ];
    expect(others).toEqual([]);
    expect(role.ManagedPolicyArns).toBeUndefined();
    expect(role.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)).toEqual([
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
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: { 'Fn::GetAtt': ['WebLogGroup', 'Arn'] },
      },
    ]);
  });
});
