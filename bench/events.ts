import { createEvent } from '../test/support/event.ts';

/** A browser that opens the page. */
export const PAGE_EVENT = createEvent('GET /', {
  headers: {
    accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'accept-encoding': 'gzip, deflate, br, zstd',
    'accept-language': 'en-GB,en;q=0.9',
    'content-length': '0',
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    'x-amzn-trace-id': 'Root=1-65f0a1b2-0123456789abcdef01234567',
    'x-forwarded-for': '192.0.2.1',
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
  },
});

const body = JSON.stringify({ query: 'query Saved { savedString }' });

/** A program that asks for the string. */
export const GRAPHQL_EVENT = createEvent('POST /graphql', {
  headers: {
    ...PAGE_EVENT.headers,
    accept: 'application/json',
    'content-type': 'application/json',
    'content-length': String(body.length),
  },
  body,
});
