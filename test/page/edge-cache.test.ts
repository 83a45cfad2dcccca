import { expect, test } from '@jest/globals';
import { StoreUnavailableError } from '../../src/domain/errors.ts';
import { initialRevision } from '../../src/domain/revision.ts';
import type { OpenSavedString } from '../../src/domain/saved-string.ts';
import { createExplain } from '../../src/http/answer.ts';
import { createHandler } from '../../src/http/handler.ts';
import { createLog } from '../../src/http/log.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { createPage, createShow } from '../../src/routes/page/page.ts';
import { createContext, createEvent } from '../support/service/event.ts';

const EDGE_KEEPS = 'max-age=0, must-revalidate, s-maxage=1, stale-if-error=0';

const metrics = createMetrics({ stage: 'test', now: () => new Date() });
const log = createLog({ logsRequests: true, metrics, now: () => new Date(), write: () => {} });
const show = createShow({ script: '', lang: 'en', heading: '{}', domain: undefined, pollSeconds: 2 });

/** Asks a page whose string may be kept for this time; undefined for one that can't be read. */
const ask = (keepMs: number | undefined, { hasEdgeCache = true, headers = {} } = {}) => {
  const read = async () => {
    if (keepMs === undefined) throw new StoreUnavailableError('NOT_WRITTEN');
    return { revision: initialRevision('the same'), keepMs };
  };
  const openSavedString = Object.assign(() => ({ read }), { readKept: () => undefined }) as unknown as OpenSavedString;
  const page = createPage({ openSavedString, show, hasEdgeCache });
  const handler = createHandler({
    routes: { '/': { GET: () => page } },
    log,
    explain: createExplain({ log, metrics }),
  });
  return handler(createEvent('GET /', { headers }), createContext());
};

test.each([
  [3_000, EDGE_KEEPS],
  [2_100, EDGE_KEEPS],
  [2_099, 'no-store'],
  [0, 'no-store'],
  [undefined, 'no-store'],
])('a string that may be kept for %s ms is %s for the edge', async (keepMs, expected) => {
  expect((await ask(keepMs)).headers).toMatchObject({ 'cache-control': expected });
});

test.each([3_000, 0])('without an edge cache, nobody keeps anything for %s ms', async (keepMs) => {
  const { headers } = await ask(keepMs, { hasEdgeCache: false });
  expect(headers).toMatchObject({ 'cache-control': 'no-cache' });
});

test('a copy at the edge is confirmed only while it may be kept', async () => {
  const headers = { 'if-none-match': '*' };
  expect(await ask(3_000, { headers })).toMatchObject({ statusCode: 304, headers: { 'cache-control': EDGE_KEEPS } });
  expect((await ask(0, { headers })).statusCode).toBe(200);
  expect((await ask(0, { headers, hasEdgeCache: false })).statusCode).toBe(304);
});
