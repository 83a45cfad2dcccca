import { expect, test } from '@jest/globals';
import { shareReads } from '../../src/dynamodb/share-reads.ts';
import type { Entry } from '../../src/saved-string/entry.ts';
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

test('a single read is sent at once', () => {
  const { queries, revisions } = createLog();
  void revisions.newest(signal);
  expect(queries).toHaveLength(1);
});

test('reads that come while one is under way share the next query', async () => {
  const { queries, revisions } = createLog();
  const first = revisions.newest(signal);
  const others = Array.from({ length: 50 }, () => revisions.newest(signal));
  queries[0]?.resolve(undefined);
  await first;
  const late = revisions.newest(signal);
  while (queries.length < 2) await new Promise(setImmediate);
  queries[1]?.resolve(undefined);
  await Promise.all([...others, late]);
  expect(queries).toHaveLength(2);
});

test('one slow answer does not make others wait for long', async () => {
  const { queries, revisions } = createLog();
  void revisions.newest(signal);
  const other = revisions.newest(signal);
  while (queries.length < 2) await new Promise(setImmediate);
  queries[1]?.resolve(undefined);
  expect(await other).toBeUndefined();
});

test('a query that fails fails for those who share it, and for nobody else', async () => {
  const { queries, revisions } = createLog();
  const [first, second, third] = [1, 2, 3].map(() => revisions.newest(signal));
  queries[0]?.reject(new Error('first'));
  await expect(first).rejects.toThrow('first');
  while (queries.length < 2) await new Promise(setImmediate);
  queries[1]?.reject(new Error('second'));
  await expect(second).rejects.toThrow('second');
  await expect(third).rejects.toThrow('second');
  const fourth = revisions.newest(signal);
  queries[2]?.resolve(undefined);
  expect(await fourth).toBeUndefined();
});

test('a reader whose time is over stops waiting, and the others go on', async () => {
  const { queries, revisions } = createLog();
  const controller = new AbortController();
  const impatient = revisions.newest(controller.signal);
  const first = revisions.newest(signal);
  controller.abort();
  await expect(impatient).rejects.toMatchObject({ name: 'StoreUnavailableError', outcome: 'NOT_WRITTEN' });
  queries[0]?.resolve(undefined);
  while (queries.length < 2) await new Promise(setImmediate);
  queries[1]?.resolve(undefined);
  expect(await first).toBeUndefined();
});
