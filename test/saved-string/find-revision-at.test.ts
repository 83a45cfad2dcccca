import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { initialRevision, type Revision } from '../../src/domain/revision.ts';
import { findRevisionAt } from '../../src/domain/revision-at.ts';

const INITIAL = initialRevision('dynamic string');

/** A log with one revision per time, in milliseconds since 1970. It counts its reads. */
const createLog = (times: readonly number[]) => {
  const revisions = times.map(
    (time, index): Revision => ({ ...INITIAL, version: index + 1, savedAt: new Date(time).toISOString() }),
  );
  const log = {
    newest: revisions.at(-1) ?? INITIAL,
    find: async (version: number) => {
      log.reads++;
      return revisions[version - 1];
    },
    reads: 0,
  };
  return log;
};

const versionAt = async (time: number, log: ReturnType<typeof createLog>) =>
  (await findRevisionAt(new Date(time), log))?.version;

test('is the newest revision saved by then, in any log', async () => {
  const ascending = fc.array(fc.nat(50), { maxLength: 70 }).map((times) => times.toSorted((a, b) => a - b));
  await fc.assert(
    fc.asyncProperty(ascending, fc.integer({ min: -1, max: 51 }), async (times, time) => {
      const expected = times.filter((saved) => saved <= time).length;
      expect(await versionAt(time, createLog(times))).toBe(expected === 0 ? undefined : expected);
    }),
    { numRuns: 500 },
  );
});

describe('in a log of 10,000', () => {
  const times = Array.from({ length: 10_000 }, (_, index) => index * 1_000);

  test.each([
    [9_999_000, 10_000, 0],
    [9_998_999, 9_999, 1],
    [9_990_000, 9_991, 7],
    [0, 1, 25],
  ])('at %i is version %i, found with at most %i reads', async (time, version, reads) => {
    const log = createLog(times);
    expect(await versionAt(time, log)).toBe(version);
    expect(log.reads).toBeLessThanOrEqual(reads);
  });
});

test('a version that an operator deleted is no answer', async () => {
  const log = { ...createLog([1, 2, 3]), find: async () => undefined };
  await expect(findRevisionAt(new Date(1), log)).rejects.toThrow('The log has no version 2, but newer ones');
});
