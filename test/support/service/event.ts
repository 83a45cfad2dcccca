import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';

interface Options {
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly query?: string;
  readonly pathParameters?: Record<string, string>;
}

/** Creates an event in the format of API Gateway's HTTP API, payload format 2.0. */
export const createEvent = (routeKey: string, options: Options = {}): APIGatewayProxyEventV2 => {
  const [method = '', path = ''] = routeKey.split(' ');
  const { headers = {}, query = '', isBase64Encoded = false, ...rest } = options;
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: query,
    headers: { host: 'example.execute-api.eu-west-1.amazonaws.com', ...headers },
    requestContext: {
      accountId: '123456789012',
      apiId: 'example',
      domainName: 'example.execute-api.eu-west-1.amazonaws.com',
      domainPrefix: 'example',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: '31/Jan/2026:09:30:00 +0000',
      timeEpoch: 1_769_851_800_000,
    },
    isBase64Encoded,
    ...rest,
  };
};

/** Creates a POST of a GraphQL request, with an editor's token if given. */
export const createGraphQLEvent = (
  query: string,
  variables?: Record<string, unknown>,
  token?: string,
): APIGatewayProxyEventV2 =>
  createEvent('POST /graphql', {
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
