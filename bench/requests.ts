import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { formatToken, hashSecret } from '../src/domain/token.ts';
import { toEditorItem } from '../src/store/editors.ts';
import { createGatewayEvent } from '../stack/gateway-event.ts';

/** The string that the stub DynamoDB holds and every candidate must show. */
export const SHOWN_STRING = 'dynamic string';

const id = 123_456_789_012;
const secret = 'BenchBenchBenchBenchBenchBenchBe';
const TOKEN = formatToken({ id, secret });

/** The item of the editor that the stub DynamoDB knows. */
export const EDITOR = toEditorItem({
  id,
  name: 'Ada',
  hash: hashSecret(secret),
  revokedAt: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  expiresAt: '9999-01-01T00:00:00.000Z',
});

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

const createPageEvent = (headers: Readonly<Record<string, string>> = {}) =>
  createGatewayEvent('GET /', { headers: { ...BROWSER_HEADERS, ...headers } });

const createGraphQLEvent = (query: string, headers: Readonly<Record<string, string>> = {}) => {
  const body = JSON.stringify({ query });
  const own = { accept: 'application/json', 'content-type': 'application/json', ...headers };
  return createGatewayEvent('POST /graphql', {
    headers: { ...BROWSER_HEADERS, ...own, 'content-length': String(Buffer.byteLength(body)) },
    body,
  });
};

/** A browser opens the page. */
export const PAGE_EVENT = createPageEvent();

/** A program without a token asks for the string. */
export const GRAPHQL_EVENT = createGraphQLEvent('query Saved { savedString }');

/** An editor saves the string. */
export const SAVE_EVENT = createGraphQLEvent(`mutation Save { setSavedString(value: "${SHOWN_STRING}") { value } }`, {
  authorization: `Bearer ${TOKEN}`,
});

/** Repeats a field this many times, all but once with an alias. */
const repeat = (times: number, field: string): string =>
  [...'abcde'.slice(0, times - 1)].map((alias) => `${alias}: ${field} `).join('') + field;

/** Five levels, each repeated three times: the types, their fields, the types of those, and their fields again. */
const INTROSPECTION = `{ __schema { ...S } }
fragment S on __Schema { ${repeat(3, 'types { ...T }')} }
fragment T on __Type { ${repeat(3, 'fields { ...F }')} }
fragment F on __Field { ${repeat(3, 'type { ...U ofType { ...U ofType { ...U ofType { ...U } } } }')} }
fragment U on __Type { ${repeat(3, 'fields { ...G }')} }
fragment G on __Field { ${repeat(3, 'type { ...N ofType { ...N ofType { ...N } } }')} }
fragment N on __Type { name }`;

/** Reads the same hundred revisions several times, and shows the fields of each several times. */
const manyRevisions = (times: number, fields: string): string => `{ ${repeat(times, 'revisions(first: 100) { ...C }')} }
fragment C on RevisionConnection { ${repeat(times, 'nodes { ...R }')} }
fragment R on Revision { ${fields} }`;

const UNKNOWN_FIELDS = `{ ${Array.from({ length: 900 }, (_, index) => `field${index}`).join(' ')} }`;
const ACCEPT = Array.from({ length: 10_240 }, (_, index) => `a/a${String(index).padStart(6, '0')}`).join(',');

/** Requests without a token that ask for as much work as possible, by name. */
export const DEAR_REQUESTS: Readonly<Record<string, APIGatewayProxyEventV2>> = {
  'nested aliases over introspection': createGraphQLEvent(INTROSPECTION),
  'nested aliases over revisions(first: 100)': createGraphQLEvent(manyRevisions(6, repeat(6, 'value'))),
  // As many as one operation may resolve.
  '9,600 fields of 100 revisions': createGraphQLEvent(manyRevisions(4, 'version savedAt savedBy note restores')),
  // Each is compared with every other.
  '120 fields of the same name': createGraphQLEvent(`{ ${'latestRevision { version } '.repeat(120)} }`),
  'a field with a name of 250 KB': createGraphQLEvent(`{ ${'x'.repeat(250_000)} }`),
  '900 unknown fields': createGraphQLEvent(UNKNOWN_FIELDS),
  'an Accept header of 100 KB': createPageEvent({ accept: ACCEPT }),
};

/** Asks for the largest file of the playground uncompressed. @param directory The function's folder. */
export const largestFileRequest = (directory: string): APIGatewayProxyEventV2 => {
  const playground = join(directory, 'build/playground');
  const sizeOf = (name: string) => statSync(join(playground, name)).size;
  const [largest = ''] = readdirSync(playground).toSorted((a, b) => sizeOf(b) - sizeOf(a));
  return createGatewayEvent('GET /playground/{file}', { pathParameters: { file: largest.replace(/\.(br|gz)$/, '') } });
};
