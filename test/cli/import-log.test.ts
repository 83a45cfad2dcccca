import { describe, expect, test } from '@jest/globals';
import { importLog } from '../../cli/transfer/import-log.ts';
import { newestVersion, readLog } from '../../cli/transfer/read-log.ts';
import type { Content, Entry, Revisions } from '../../src/domain/entry.ts';
import type { Revision } from '../../src/domain/revision.ts';
import { createRevision, toEntry } from '../support/service/log-lines.ts';
import { createMemoryRevisions } from '../support/service/memory-revisions.ts';

const { signal } = new AbortController();

const createRevisions = (count: number): Revision[] =>
  Array.from({ length: count }, (_, index) => createRevision(index + 1));

const createLog = async (revisions: readonly Revision[]): Promise<Revisions> => {
  const log = createMemoryRevisions();
  for (const revision of revisions) await log.append(toEntry(revision), signal);
  return log;
};

async function* fileOf(revisions: readonly Revision[]): AsyncGenerator<Content> {
  yield* revisions.map(toEntry);
}

const into = (log: Revisions, revisions: readonly Revision[], { resume = false } = {}) =>
  importLog(log, { file: fileOf(revisions), resume, signal });

const all = async (log: Revisions): Promise<Revision[]> =>
  Array.fromAsync(readLog(log, await newestVersion(log, signal), signal), ({ revision }) => revision);

describe('reading a log', () => {
  test.each([0, 1, 99, 100, 101, 250])('yields all of %i revisions, oldest first', async (count) => {
    const revisions = createRevisions(count);
    expect(await all(await createLog(revisions))).toEqual(revisions);
  });

  test('leaves out revisions saved after it began', async () => {
    const log = await createLog(createRevisions(150));
    const read: Revision[] = [];
    for await (const { revision } of readLog(log, 150, signal)) {
      read.push(revision);
      await log.append(toEntry(createRevision(150 + read.length)), signal);
    }
    expect(read).toEqual(createRevisions(150));
  });

  test.each([
    ['lacks a version', { version: 4 }, 'Version 3 of the log is missing.'],
    ['has an invalid revision', { savedAt: null }, 'Version 3 of the log: "savedAt" must be a string.'],
  ])('stops when the log %s', async (_name, wrong, message) => {
    const log = await createLog([...createRevisions(2), createRevision(3, wrong), createRevision(5)]);
    await expect(Array.fromAsync(readLog(log, 5, signal))).rejects.toThrow(message);
  });
});

describe('importing a log', () => {
  test('appends every revision', async () => {
    const log = createMemoryRevisions();
    expect(await into(log, createRevisions(7))).toEqual({ appended: 7, present: 0 });
    expect(await all(log)).toEqual(createRevisions(7));
  });

  test('is refused if the log is not empty', async () => {
    const log = await createLog(createRevisions(1));
    await expect(into(log, createRevisions(2))).rejects.toThrow(/not empty: its newest version is 1/);
    expect(await all(log)).toEqual(createRevisions(1));
  });

  test.each([0, 1, 4, 7])('resumes after %i of 7 revisions', async (present) => {
    const log = await createLog(createRevisions(present));
    expect(await into(log, createRevisions(7), { resume: true })).toEqual({ appended: 7 - present, present });
    expect(await all(log)).toEqual(createRevisions(7));
  });

  test.each<Partial<Revision>>([
    { value: 'another' },
    { savedAt: '2026-01-31T09:30:00.001Z' },
    { savedBy: 'Grace' },
    { note: 'why' },
    { restores: 0 },
  ])('does not resume if the log has a revision with %j', async (other) => {
    const present = [createRevision(1), createRevision(2, other), createRevision(3)];
    const log = await createLog(present);
    await expect(into(log, createRevisions(7), { resume: true })).rejects.toThrow(/^Version 2 of the log differs/);
    expect(await all(log)).toEqual(present);
  });

  test('does not resume if the log is longer than the file', async () => {
    const log = await createLog(createRevisions(5));
    await expect(into(log, createRevisions(3), { resume: true })).rejects.toThrow(
      /^The file ends before version 4 of the log/,
    );
    expect(await all(log)).toEqual(createRevisions(5));
  });

  const planned = { value: 'b', from: '2026-01-31T10:00:00.000Z', until: null, note: null, plannedBy: 'Ada' };
  const begun = createRevision(3, { value: 'b', savedAt: planned.from, savedBy: 'Ada' });

  test('takes over what is planned, from the last revision only', async () => {
    const log = createMemoryRevisions();
    const [first, second] = createRevisions(2).map(toEntry) as [Entry, Entry];
    await log.append({ ...first, plan: [planned] }, signal);
    await log.append({ ...second, plan: [planned], returns: 1 }, signal);
    const file = await Array.fromAsync(readLog(log, 2, signal));
    expect(file.map(({ plan, returns }) => [plan, returns])).toEqual([
      [[], null],
      [[planned], 1],
    ]);
    const other = createMemoryRevisions();
    await importLog(other, { file: readLog(log, 2, signal), resume: false, signal });
    expect(await other.newest(signal)).toMatchObject({ plan: [planned], returns: 1 });
  });

  test('writes down nothing itself, and takes what a visitor wrote down meanwhile for the same', async () => {
    const log = createMemoryRevisions();
    const revisions = [...createRevisions(2), begun];
    const visited: Revisions = {
      ...log,
      append: async (entry) => {
        if (entry.revision.version === 3) await log.append(toEntry(begun), signal);
        return log.append(entry, signal);
      },
    };
    expect(await into(visited, [...revisions, createRevision(4)])).toEqual({ appended: 4, present: 0 });
    expect(await all(log)).toEqual([...revisions, createRevision(4)]);

    const due = createMemoryRevisions();
    const [first] = createRevisions(1).map(toEntry) as [Entry];
    await due.append({ ...first, plan: [planned] }, signal);
    await expect(into(due, createRevisions(2), { resume: true })).resolves.toEqual({ appended: 1, present: 1 });
  });

  test('keeps a revision that someone else saves meanwhile, and leaves no gap', async () => {
    const log = createMemoryRevisions();
    const theirs = createRevision(4, { value: 'theirs' });
    const interrupted: Revisions = {
      ...log,
      append: async (entry) => {
        if (entry.revision.version === 4) await log.append(toEntry(theirs), signal);
        return log.append(entry, signal);
      },
    };
    await expect(into(interrupted, createRevisions(7))).rejects.toThrow(/Someone else saved version 4/);
    expect(await all(log)).toEqual([...createRevisions(3), theirs]);
  });
});
