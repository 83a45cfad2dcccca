import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { createGatewayEvent } from '../stack/gateway-event.ts';
import { createGraphQLEvent, createPageEvent } from './events.ts';

/** A request without a token that asks for as much work as possible. */
export interface DearRequest {
  readonly name: string;
  readonly event: APIGatewayProxyEventV2;
}

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

/** Reads the same hundred revisions six times, and shows each of their strings 36 times. */
const REVISIONS = `{ ${repeat(6, 'revisions(first: 100) { ...C }')} }
fragment C on RevisionConnection { ${repeat(6, 'nodes { ...R }')} }
fragment R on Revision { ${repeat(6, 'value')} }`;

/** As many fields as one operation may resolve, over the same hundred revisions. */
const ALLOWED_FIELDS = `{ ${repeat(4, 'revisions(first: 100) { ...C }')} }
fragment C on RevisionConnection { ${repeat(4, 'nodes { ...R }')} }
fragment R on Revision { version savedAt savedBy note restores }`;

/** As many fields of the same name as fit: each is compared with every other. */
const SAME_FIELDS = `{ ${'latestRevision { version } '.repeat(120)} }`;

const UNKNOWN_FIELDS = `{ ${Array.from({ length: 900 }, (_, index) => `field${index}`).join(' ')} }`;

const ACCEPT = Array.from({ length: 10_240 }, (_, index) => `a/a${String(index).padStart(6, '0')}`).join(',');

/** The most expensive requests known, except `largestFileRequest`, which depends on the build. */
export const DEAR_REQUESTS: readonly DearRequest[] = [
  { name: 'nested aliases over introspection', event: createGraphQLEvent(INTROSPECTION) },
  { name: 'nested aliases over revisions(first: 100)', event: createGraphQLEvent(REVISIONS) },
  { name: '9,600 fields of 100 revisions', event: createGraphQLEvent(ALLOWED_FIELDS) },
  { name: '120 fields of the same name', event: createGraphQLEvent(SAME_FIELDS) },
  { name: 'a field with a name of 250 KB', event: createGraphQLEvent(`{ ${'x'.repeat(250_000)} }`) },
  { name: '900 unknown fields', event: createGraphQLEvent(UNKNOWN_FIELDS) },
  { name: 'an Accept header of 100 KB', event: createPageEvent({ accept: ACCEPT }) },
];

/** @param directory The function's folder, which includes the playground's files. */
export const largestFileRequest = (directory: string): DearRequest => {
  const playground = join(directory, 'build/playground');
  const sizeOf = (name: string) => statSync(join(playground, name)).size;
  const [largest = ''] = readdirSync(playground).toSorted((a, b) => sizeOf(b) - sizeOf(a));
  const file = largest.replace(/\.(br|gz)$/, '');
  const event = createGatewayEvent('GET /playground/{file}', { pathParameters: { file } });
  return { name: 'the largest file of the playground, uncompressed', event };
};
