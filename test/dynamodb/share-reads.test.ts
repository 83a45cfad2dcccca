import { expect, test } from '@jest/globals';
import type { Entry } from '../../src/domain/entry.ts';
import { shareReads } from '../../src/store/share-reads.ts';
import { createMemoryRevisions } from '../support/service/memory-revisions.ts';

const { signal } = new AbortController();

/** A log whose queries are answered on command, in the order in which they were sent. */
const createLog = () => {
  const queries: PromiseWithResolvers<Entry | undefined>[] = [];
  const newest = () => {
    const query = Promise.withResolvers<Entry | undefined>();
    queries.push(query);
    return query.promise;
  };
  return { queries, revisions: shareReads({ ...createMemoryRevisions(), newest }) };
};

const MAX_QUERIES = 4;

const until = async (isDone: () => boolean) => {
  while (!isDone()) await new Promise(setImmediate);
};

test('a few reads are sent at once', () => {
  const { queries, revisions } = createLog();
  for (let count = 1; count <= MAX_QUERIES; count++) {
    void revisions.newest(signal);
    expect(queries).toHaveLength(count);
  }
});

/** A log with as many queries under way as may be. */
const createBusyLog = () => {
  const log = createLog();
  const busy = Array.from({ length: MAX_QUERIES }, () => log.revisions.newest(signal));
  return { ...log, busy };
};

test('reads that come while these are under way share the next query', async () => {
  const { queries, revisions, busy } = createBusyLog();
  const others = Array.from({ length: 50 }, () => revisions.newest(signal));
  queries[0]?.resolve(undefined);
  await busy[0];
  await until(() => queries.length > MAX_QUERIES);
  queries[MAX_QUERIES]?.resolve(undefined);
  await Promise.all(others);
  expect(queries).toHaveLength(MAX_QUERIES + 1);
});

test('slow answers do not make others wait for long', async () => {
  const { queries, revisions } = createBusyLog();
  const other = revisions.newest(signal);
  await until(() => queries.length > MAX_QUERIES);
  queries[MAX_QUERIES]?.resolve(undefined);
  expect(await other).toBeUndefined();
});

test('a query that fails fails for those who share it, and for nobody else', async () => {
  const { queries, revisions, busy } = createBusyLog();
  const [second, third] = [revisions.newest(signal), revisions.newest(signal)];
  queries[0]?.reject(new Error('first'));
  await expect(busy[0]).rejects.toThrow('first');
  await until(() => queries.length > MAX_QUERIES);
  queries[MAX_QUERIES]?.reject(new Error('second'));
  await expect(second).rejects.toThrow('second');
  await expect(third).rejects.toThrow('second');
  const fourth = revisions.newest(signal);
  queries[MAX_QUERIES + 1]?.resolve(undefined);
  expect(await fourth).toBeUndefined();
});

test('a reader whose time is over stops waiting, and the others go on', async () => {
  const { queries, revisions } = createBusyLog();
  const controller = new AbortController();
  const impatient = revisions.newest(controller.signal);
  const patient = revisions.newest(signal);
  controller.abort();
  await expect(impatient).rejects.toMatchObject({ name: 'StoreUnavailableError', outcome: 'NOT_WRITTEN' });
  queries[0]?.resolve(undefined);
  await until(() => queries.length > MAX_QUERIES);
  queries[MAX_QUERIES]?.resolve(undefined);
  expect(await patient).toBeUndefined();
});
