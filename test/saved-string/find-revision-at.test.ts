import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findRevisionAt } from '../../src/saved-string/find-revision-at.ts';
import { initialRevision, type Revision } from '../../src/saved-string/revision.ts';
import { createRevision } from '../support/service/log-lines.ts';

const NOON = Date.parse('2026-01-31T12:00:00Z');

const createLog = (times: readonly number[]): Revision[] =>
  times.map((time, index) => createRevision(index + 1, { savedAt: new Date(NOON + time).toISOString() }));

/** @returns the version found at this many milliseconds after noon, and the number of reads that it took. */
const search = async (log: readonly Revision[], time: number) => {
  let reads = 0;
  const newest = log.at(-1) ?? initialRevision('dynamic string');
  const found = await findRevisionAt(NOON + time, newest, async (version) => {
    reads++;
    return log[version - 1];
  });
  return { version: found?.version, reads };
};

const times = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 });
const moment = fc.integer({ min: -1, max: 41 });

test('finds the last revision saved by then, to the millisecond', async () => {
  const property = fc.asyncProperty(times, moment, async (unordered, time) => {
    const log = createLog(unordered.toSorted((one, other) => one - other));
    const expected = log.findLast(({ savedAt }) => Date.parse(String(savedAt)) <= NOON + time)?.version;
    expect((await search(log, time)).version).toBe(expected);
  });
  await fc.assert(property);
});

test('takes few reads, and the fewer the later the time', async () => {
  const log = createLog(Array.from({ length: 10_000 }, (_, index) => index));
  expect((await search(log, 9_999)).reads).toBe(0);
  expect((await search(log, 9_990)).reads).toBeLessThanOrEqual(8);
  expect((await search(log, 17)).reads).toBeLessThanOrEqual(28);
});

test('finds a revision saved by then, whose successor was not, in a log with times that go back', async () => {
  const property = fc.asyncProperty(times, moment, async (unordered, time) => {
    const { version = 0 } = await search(createLog(unordered), time);
    if (version > 0) expect(unordered[version - 1]).toBeLessThanOrEqual(time);
    if (version < unordered.length) expect(unordered[version]).toBeGreaterThan(time);
  });
  await fc.assert(property);
});

test('does not take a missing version for one that was saved later', async () => {
  const log = createLog([0, 1, 2, 3]);
  const find = async () => undefined;
  await expect(findRevisionAt(NOON + 1, log[3] as Revision, find)).rejects.toThrow('Version 3 of the log is missing');
});
