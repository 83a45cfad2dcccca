import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { createGatewayEvent } from '../../../stack/gateway-event.ts';

/** Creates an event as API Gateway sends it, at the same time in every test, unless a test says when. */
export const createEvent = (
  routeKey: string,
  options: Parameters<typeof createGatewayEvent>[1] = {},
): APIGatewayProxyEventV2 => createGatewayEvent(routeKey, { at: new Date('2026-01-31T09:30:00Z'), ...options });

/** Creates a POST of a GraphQL request, with an editor's token if given. */
export const createGraphQLEvent = (
  query: string,
  variables?: Record<string, unknown>,
  token?: string,
  at?: Date,
): APIGatewayProxyEventV2 =>
  createEvent('POST /graphql', {
    ...(at && { at }),
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  });

/** Lambda's context of an invocation; the service only reads its id. */
export const createContext = (): Context => ({
  callbackWaitsForEmptyEventLoop: true,
  functionName: 'saved-string-test-web',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:saved-string-test-web',
  memoryLimitInMB: '1024',
  awsRequestId: randomUUID(),
  logGroupName: '/aws/lambda/saved-string-test-web',
  logStreamName: 'test',
  getRemainingTimeInMillis: () => 6_000,
  done: () => {},
  fail: () => {},
  succeed: () => {},
});
