import type { APIGatewayProxyEventV2 } from 'aws-lambda';

interface Options {
  /** In lower case, as API Gateway sends them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly pathParameters?: Readonly<Record<string, string>>;
}

const HOST = 'example.execute-api.eu-west-1.amazonaws.com';

/** Creates an event in the format of API Gateway's HTTP API, payload format 2.0. */
export const createEvent = (routeKey: string, { headers, ...rest }: Options): APIGatewayProxyEventV2 => {
  const [method = '', template = ''] = routeKey.split(' ');
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => rest.pathParameters?.[name] ?? '');
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: '',
    headers: { host: HOST, ...headers },
    requestContext: {
      accountId: '123456789012',
      apiId: 'example',
      domainName: HOST,
      domainPrefix: 'example',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: headers['user-agent'] ?? '' },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey,
      stage: '$default',
      time: '31/Jan/2026:09:30:00 +0000',
      timeEpoch: 1_769_851_800_000,
    },
    isBase64Encoded: false,
    ...rest,
  };
};

const BROWSER_HEADERS = {
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'accept-encoding': 'gzip, deflate, br, zstd',
  'accept-language': 'en-GB,en;q=0.9',
  'content-length': '0',
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'x-amzn-trace-id': 'Root=1-65f0a1b2-0123456789abcdef01234567',
  'x-forwarded-for': '192.0.2.1',
  'x-forwarded-port': '443',
  'x-forwarded-proto': 'https',
};

/** Creates the event of a browser that opens the page. Given headers replace the browser's. */
export const createPageEvent = (headers: Readonly<Record<string, string>> = {}): APIGatewayProxyEventV2 =>
  createEvent('GET /', { headers: { ...BROWSER_HEADERS, ...headers } });

/** Creates the event of a program that sends a GraphQL document without a token. */
export const createGraphQLEvent = (query: string): APIGatewayProxyEventV2 => {
  const body = JSON.stringify({ query });
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  return createEvent('POST /graphql', {
    headers: { ...BROWSER_HEADERS, ...headers, 'content-length': String(Buffer.byteLength(body)) },
    body,
  });
};

export const PAGE_EVENT = createPageEvent();
export const GRAPHQL_EVENT = createGraphQLEvent('query Saved { savedString }');
