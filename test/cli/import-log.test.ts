import { describe, expect, test } from '@jest/globals';
import { importLog } from '../../cli/transfer/import-log.ts';
import type { LogRecord } from '../../cli/transfer/log-record.ts';
import { newestVersion, readLog } from '../../cli/transfer/read-log.ts';
import type { Revisions } from '../../src/domain/entry.ts';
import type { Revision } from '../../src/domain/revision.ts';
import { createRevision, toEntry } from '../support/service/log-lines.ts';
import { createMemoryRevisions } from '../support/service/memory-revisions.ts';
import { at, createSchedule } from '../support/service/plan.ts';

const { signal } = new AbortController();

const createRevisions = (count: number): Revision[] =>
  Array.from({ length: count }, (_, index) => createRevision(index + 1));

const createLog = async (revisions: readonly Revision[]): Promise<Revisions> => {
  const log = createMemoryRevisions();
  for (const revision of revisions) await log.append(toEntry(revision), signal);
  return log;
};

async function* fileOf(revisions: readonly Revision[]): AsyncGenerator<LogRecord> {
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

  test.each([1, 7, 100])('yields all of them in order, even if lists end after %i', async (longest) => {
    const log = await createLog(createRevisions(230));
    const list: Revisions['list'] = ({ before, limit }) =>
      log.list({ before, limit: Math.min(limit, longest) }, signal);
    expect(await all({ ...log, list })).toEqual(createRevisions(230));
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

  test('takes over all that was ever planned, and only the last revision becomes due', async () => {
    const schedule = createSchedule();
    await schedule.save('Open');
    await schedule.plan('Party', 10, 20);
    await schedule.save('Drill', 15);
    await schedule.cancel('2');
    await schedule.plan('Later', 30);
    const file = await Array.fromAsync(readLog(schedule.revisions, 5, signal));
    // Nothing refers to it.
    await schedule.revisions.putPlan('orphan', [], signal);
    const other = createSchedule();
    await importLog(other.revisions, { file: readLog(schedule.revisions, 5, signal), resume: false, signal });
    expect(await Array.fromAsync(readLog(other.revisions, 5, signal))).toEqual(file);
    const due = await Promise.all([1, 2, 3, 4, 5].map((version) => other.revisions.find(version, signal)));
    expect(due.map((entry) => entry?.dueAt)).toEqual([...Array(4).fill(Number.POSITIVE_INFINITY), Date.parse(at(15))]);
    expect(await other.planned(2)).toEqual([['2', 'Party']]);
    for (const minutes of [16, 31]) {
      schedule.clock.minutes = minutes;
      other.clock.minutes = minutes;
      expect(await other.open().latest()).toEqual(await schedule.open().latest());
    }
    expect(await other.revisionAt(3)).toEqual(await schedule.revisionAt(3));
  });

  test('resumes where something is planned', async () => {
    const schedule = createSchedule();
    await schedule.plan('Party', 10, 20);
    await schedule.plan('Another', 30, 40);
    const { revisions } = createSchedule();
    const file = () => readLog(schedule.revisions, 2, signal);
    const stopped: Revisions = {
      ...revisions,
      append: async (entry) => entry.revision.version < 2 && revisions.append(entry, signal),
    };
    await expect(
      importLog(stopped, { file: file(), resume: false, signal: AbortSignal.timeout(500) }),
    ).rejects.toThrow();
    expect(await importLog(revisions, { file: file(), resume: true, signal })).toEqual({ appended: 1, present: 1 });
    expect(await Array.fromAsync(readLog(revisions, 2, signal))).toEqual(await Array.fromAsync(file()));
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
