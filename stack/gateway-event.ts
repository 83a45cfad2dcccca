import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

interface Options {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  /** Without the question mark. */
  readonly query?: string;
  readonly pathParameters?: Readonly<Record<string, string>> | undefined;
  readonly cookies?: string[];
  /** Instead of those of the route and of an example. */
  readonly http?: Partial<APIGatewayProxyEventV2['requestContext']['http']>;
  readonly api?: Partial<
    Pick<APIGatewayProxyEventV2['requestContext'], 'accountId' | 'apiId' | 'domainName' | 'domainPrefix'>
  >;
  /** The time when the gateway got the request; the default is now. */
  readonly at?: Date;
}

const HOST = 'example.execute-api.eu-west-1.amazonaws.com';

/** @returns a time in the format of an Apache log, such as 31/Jan/2026:09:30:00 +0000 */
const toLogTime = (at: Date): string =>
  at.toUTCString().replace(/^\w+, (\d+) (\w+) (\d+) (.*) GMT$/, '$1/$2/$3:$4 +0000');

/** Creates an event in the format of API Gateway's HTTP API, payload format 2.0. */
export const createGatewayEvent = (
  routeKey: string,
  {
    headers = {},
    query = '',
    isBase64Encoded = false,
    at = new Date(),
    http,
    api,
    pathParameters,
    body,
    cookies,
  }: Options = {},
): APIGatewayProxyEventV2 => {
  const [method = '', template = ''] = routeKey.split(' ');
  const path = http?.path ?? template.replace(/\{(\w+)\}/g, (_, name: string) => pathParameters?.[name] ?? '');
  const userAgent = headers['user-agent'] ?? 'none';
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: query,
    headers: 'host' in headers ? headers : { host: HOST, ...headers },
    ...(query && { queryStringParameters: Object.fromEntries(new URLSearchParams(query)) }),
    ...(pathParameters && { pathParameters }),
    requestContext: {
      accountId: '123456789012',
      apiId: 'example',
      domainName: HOST,
      domainPrefix: 'example',
      ...api,
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent, ...http },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      get time() {
        return toLogTime(at);
      },
      timeEpoch: at.getTime(),
    },
    isBase64Encoded,
    ...(body !== undefined && { body }),
    ...(cookies && { cookies }),
  };
};
