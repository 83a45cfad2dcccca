import { json } from 'node:stream/consumers';
import { beforeEach, expect, test } from '@jest/globals';
import { harness } from '../support/harness.ts';
import { createEvent } from '../support/service/event.ts';

const here = harness(['service']);
const { signal } = new AbortController();
const NOON = Date.parse('2026-12-01T12:00:00Z');

interface Published {
  readonly headers: Record<string, unknown>;
  readonly channel: string;
  readonly news: { readonly version: number; readonly value: string; readonly askIn?: number };
  /** The version that is committed when it comes. */
  readonly committed: number | undefined;
}

/** Received by a stand-in of AppSync Events. */
let published: Published[];
/** Its answer: a status, or nothing at all. */
let answer: number | undefined;
let failed: object[];
let now: number;
let api: Awaited<ReturnType<typeof here.site>>;

const load = (readLeaseMs = 0) =>
  here.load({
    readLeaseMs,
    pushSocket: 'wss://push.example/event/realtime /string/changes',
    pushUrl: `${api.url}/event`,
    now: () => new Date(now),
  });

beforeEach(async () => {
  [published, answer, failed, now] = [[], 200, [], NOON];
  const revisions = here.store.createRevisions(here.tableName);
  api = await here.site(async (incoming, response) => {
    const { channel, events } = (await json(incoming)) as { channel: string; events: [string] };
    const newest = await revisions.newest(signal);
    const committed = newest?.state === 'committed' ? newest.revision.version : undefined;
    published.push({ headers: incoming.headers, channel, news: JSON.parse(events[0]), committed });
    if (answer !== undefined) response.writeHead(answer).end(JSON.stringify({ failed, successful: [] }));
  });
  here.service = await load();
});

const read = () => here.service.invoke(createEvent('GET /', { headers: { accept: 'application/json' } }));
const versions = () => published.map(({ news }) => news.version);
const plan = async (value: string, from: number) => {
  const mutation = 'mutation ($v: String!, $from: DateTime!) { planSavedString(value: $v, from: $from) { version } }';
  const { errors } = await here.service.graphql(mutation, { v: value, from: new Date(from).toISOString() });
  expect(errors).toBeUndefined();
};
const failures = () => here.lines.reduce((sum, line) => sum + (JSON.parse(line).FailedPushes ?? 0), 0);

test.each([0, 50])(
  'a save is published once, signed, after it is committed, with a lease of %i ms',
  async (leaseMs) => {
    here.service = await load(leaseMs);
    await here.service.save('first');
    await here.service.save('second <b>');
    expect(published.map(({ news, committed }) => [news.version, committed])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    const { body = '', headers } = await read();
    expect(published[1]?.news).toEqual({ ...JSON.parse(body), etag: headers?.etag });
    expect(published[1]).toMatchObject({
      channel: '/string/changes',
      headers: {
        'content-type': 'application/json',
        host: `127.0.0.1:${api.port}`,
        authorization: expect.stringMatching(
          /^AWS4-HMAC-SHA256 Credential=test\/20261201\/eu-west-1\/appsync\/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=[\da-f]{64}$/,
        ),
      },
    });
  },
);

test.each<[string, () => unknown]>([
  ['is refused', () => (answer = 403)],
  ['fails', () => (answer = 500)],
  ['is not taken', () => failed.push({ code: 400 })],
  // Waiting for an answer would last longer than the test may.
  ['is not answered', () => (answer = undefined)],
  ['reaches nobody', () => api.stop()],
])(
  'a publication that %s fails no save, holds none up, and is counted',
  async (_name, spoil) => {
    await here.service.save('with the code loaded');
    await spoil();
    expect(await here.service.save('saved')).toBe(2);
    expect(JSON.parse((await read()).body ?? '').value).toBe('saved');
    expect(failures()).toBe(1);
    expect(published.length).toBeLessThanOrEqual(2);
  },
  20_000,
);

test('the first read after a planned moment publishes what it writes down, and no other read does', async () => {
  await plan('planned', NOON + 3_600_000);
  expect(versions()).toEqual([1]);
  now += 3_600_000;
  await Promise.all([read(), read(), read()]);
  expect(published.map(({ news, committed }) => [news.value, committed])).toEqual([
    ['dynamic string', 1],
    ['planned', 2],
  ]);
});

test('nobody is told of a planned moment earlier than a minute before, nor of more than when', async () => {
  await plan('secret', NOON + 3_600_000);
  const told = async (at: number) => {
    published = [];
    now = NOON + 3_600_000 + at;
    await here.service.runTask('push');
    return published.map(({ news }) => [news.value, news.askIn]);
  };
  expect(await told(-120_000)).toEqual([]);
  expect(await told(-60_001)).toEqual([]);
  expect(await told(-60_000)).toEqual([['dynamic string', 60_000]]);
  expect(await told(-1)).toEqual([['dynamic string', 1]]);
  expect(JSON.stringify(published)).not.toContain('secret');
  // A task that comes late writes it down, and all hear of it.
  expect(await told(1)).toContainEqual(['secret', undefined]);
  expect(await told(600_000)).toEqual([]);
});

test('a save within a minute of a planned moment says so, and the task repeats what was saved lately', async () => {
  await plan('planned', NOON + 30_000);
  await here.service.save('before');
  expect(published.map(({ news }) => news.askIn)).toEqual([30_000, 30_000]);
  published = [];
  now += 90_000;
  await read();
  await here.service.runTask('push');
  now += 120_000;
  await here.service.runTask('push');
  expect(published.map(({ news }) => [news.value, news.askIn])).toEqual([
    ['planned', undefined],
    ['planned', undefined],
  ]);
});
