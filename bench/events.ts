import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { createGatewayEvent } from '../stack/gateway-event.ts';

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
  createGatewayEvent('GET /', { headers: { ...BROWSER_HEADERS, ...headers } });

/** Creates the event of a program that sends a GraphQL document without a token. */
export const createGraphQLEvent = (query: string): APIGatewayProxyEventV2 => {
  const body = JSON.stringify({ query });
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  return createGatewayEvent('POST /graphql', {
    headers: { ...BROWSER_HEADERS, ...headers, 'content-length': String(Buffer.byteLength(body)) },
    body,
  });
};

export const PAGE_EVENT = createPageEvent();
export const GRAPHQL_EVENT = createGraphQLEvent('query Saved { savedString }');
