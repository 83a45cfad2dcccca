import { json } from 'node:stream/consumers';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { weekOf } from '../../src/domain/week-stats.ts';
import { harness } from '../support/harness.ts';
import { createEvent, createGraphQLEvent } from '../support/service/event.ts';
import { loadService } from '../support/service/service.ts';

const here = harness([]);

const LENGTH = 60_000;
const MINUTE_MS = 60_000;
/** One entry every ten minutes: a week has 1,008. */
const timeOf = (version: number) => new Date(Date.UTC(2025, 0) + version * 10 * MINUTE_MS).toISOString();
const dueAt = (version: number) => new Date(Date.parse(timeOf(version)) + MINUTE_MS).toISOString();
const NOW = new Date(timeOf(LENGTH + 1));
/** As large as a plan may be. */
const PLAN = 128 * 1024;

/** Each entry refers to a plan of its own. All but the newest were due, and nobody read then. */
const itemOf = (version: number, valueBytes: number) => ({
  pk: { S: 'saved-string' },
  sk: { N: String(version) },
  value: { S: String(version).padEnd(valueBytes, 'x') },
  savedAt: { S: timeOf(version) },
  savedBy: { S: 'Ada' },
  writeId: { S: 'd3b07384-d9a0-4c9b-8f5e-2f7c1a8e4b90' },
  plan: { S: `plan${version}` },
  dueAt: { N: String(Date.parse(version < LENGTH ? dueAt(version) : '2099-01-01')) },
});

const STRINGS = JSON.stringify([
  {
    id: 'a',
    value: 'x',
    from: '2099-01-01T00:00:00.000Z',
    until: null,
    note: 'x'.repeat(PLAN),
    plannedBy: 'Ada',
    repeat: null,
    timeZone: null,
    skipped: [],
  },
]);

const bytesOf = (items: readonly Record<string, { S: string } | { N: string }>[]): number =>
  items.reduce(
    (sum, item) =>
      sum +
      Object.entries(item)
        .flat()
        .reduce((bytes, part) => bytes + (typeof part === 'string' ? part : Object.values(part).join('')).length, 0),
    0,
  );

interface Input {
  readonly Key: Record<'pk' | 'sk', { readonly S: string; readonly N: string }>;
  readonly Limit: number;
  readonly ExpressionAttributeValues: Record<string, { readonly N: string }>;
}

/** Starts a store with a log that is too long to be kept, which answers and charges as DynamoDB does, and counts the units. */
const startLog = async (valueBytes: number) => {
  let units = 0;
  const answerTo = (operation: string, { Key, Limit, ExpressionAttributeValues }: Input) => {
    if (operation === 'Query') {
      const Items = [];
      const newest = Math.min(Number(ExpressionAttributeValues[':before']?.N) - 1, LENGTH);
      for (let version = newest; version > 0 && Items.length < Limit && bytesOf(Items) < 2 ** 20; version--) {
        Items.push(itemOf(version, valueBytes));
      }
      return [{ Items, Count: Items.length }, bytesOf(Items)] as const;
    }
    const Item = Key.pk.S.startsWith('plan ')
      ? { ...Key, strings: { S: STRINGS } }
      : itemOf(Number(Key.sk.N), valueBytes);
    return [{ Item }, bytesOf([Item])] as const;
  };
  const { url } = await here.site(async (incoming, response) => {
    const [, operation = ''] = String(incoming.headers['x-amz-target']).split('.');
    const [answer, bytes] = answerTo(operation, (await json(incoming)) as Input);
    const CapacityUnits = Math.max(Math.ceil(bytes / 4096), 1);
    units += CapacityUnits;
    response.end(JSON.stringify({ ...answer, ConsumedCapacity: { CapacityUnits } }));
  });
  const service = await loadService({ endpoint: url, tableName: 'table', now: () => NOW });
  return async (event: unknown) => {
    const before = units;
    await service.invoke(event);
    return units - before;
  };
};

/** The most that requests may cost where strings are short, and where they have 32 KiB. */
const BARS = [
  [10, 110],
  [32 * 1024, 520],
] as const;

const aliased = (count: number, field: (index: number) => string) =>
  `{ ${Array.from({ length: count }, (_, index) => `f${index}: ${field(index)}`).join(' ')} }`;
const revisionAt = (index: number) => `revisionAt(time: "${dueAt(index * 4_000 + 1)}") { version }`;
const week = (index: number) => weekOf(new Date(NOW.getTime() - (index + 1) * 7 * 24 * 60 * MINUTE_MS)).name;
const stats = (index: number) => `stats(week: "${week(index)}") { saves longestShown { version } }`;
const page = (index: number) => {
  const cursor = Buffer.from(`version:${LENGTH - index * 1_000}`).toString('base64url');
  return `revisions(first: ${[100, 10][Math.sign(index)]}, after: "${cursor}") { nodes { version } }`;
};

const REQUESTS = {
  'the page': createEvent('GET /'),
  'the page of another moment': createEvent('GET /', { query: `at=${dueAt(1)}` }),
  'the feed': createEvent('GET /feed'),
  'a page of the history': createGraphQLEvent(aliased(1, page)),
  'pages of the history': createGraphQLEvent(aliased(15, page)),
  'many moments': createGraphQLEvent(aliased(15, revisionAt)),
  'many weeks': createGraphQLEvent(aliased(15, stats)),
  'many revisions': createGraphQLEvent(aliased(15, (index) => `revision(version: ${index + 1}) { version }`)),
  'some of all': createGraphQLEvent(
    `{ ${[stats, revisionAt, page].map((field, kind) => `a${kind}: ${field(0)} b${kind}: ${field(1)}`).join(' ')} }`,
  ),
};

describe.each(BARS)('in a log of 60,000 with strings of %i bytes', (valueBytes, bar) => {
  let unitsOf: Awaited<ReturnType<typeof startLog>>;
  beforeAll(async () => {
    unitsOf = await startLog(valueBytes);
  });

  test.each(Object.entries(REQUESTS))(`no request costs more than ${bar} read units: %s`, async (_name, event) => {
    const units = await unitsOf(event);
    expect(units).toBeGreaterThan(0);
    expect(units).toBeLessThanOrEqual(bar);
  });
});
