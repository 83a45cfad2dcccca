import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Revisions } from '../../src/domain/entry.ts';
import type { Revision } from '../../src/domain/revision.ts';
import { harness } from '../support/harness.ts';
import { createRevision, toEntry } from '../support/service/log-lines.ts';
import { createMemoryRevisions } from '../support/service/memory-revisions.ts';

const { signal } = new AbortController();

const revision = (version: number, value = `value ${version}`) => createRevision(version, { value });

const here = harness(['store']);

describe.each([
  ['memory', async () => createMemoryRevisions()],
  ['DynamoDB', async () => here.store.createRevisions(await here.store.createTable())],
])('the log of revisions in %s', (_name, create) => {
  let log: Revisions;
  beforeEach(async () => {
    log = await create();
  });

  test('is empty at first', async () => {
    expect(await log.newest(signal)).toBeUndefined();
    expect(await log.find(1, signal)).toBeUndefined();
    expect(await log.list({ before: undefined, limit: 10 }, signal)).toEqual([]);
  });

  test('gives back an appended revision in full', async () => {
    const full: Revision = { ...revision(2), note: 'why', restores: 0 };
    expect(await log.append(toEntry(revision(1)), signal)).toBe(true);
    expect(await log.append(toEntry(full), signal)).toBe(true);
    expect(await log.newest(signal)).toEqual(toEntry(full));
    expect(await log.find(1, signal)).toEqual(toEntry(revision(1)));
    expect(await log.find(2, signal)).toEqual(toEntry(full));
    expect(await log.find(3, signal)).toBeUndefined();
  });

  test('never changes a version that is taken', async () => {
    await log.append(toEntry(revision(1, 'mine')), signal);
    expect(await log.append(toEntry(revision(1, 'theirs')), signal)).toBe(false);
    expect((await log.newest(signal))?.revision.value).toBe('mine');
  });

  test('orders by number, not by text', async () => {
    for (let version = 1; version <= 11; version++) await log.append(toEntry(revision(version)), signal);
    expect((await log.newest(signal))?.revision.version).toBe(11);
    const listed = await log.list({ before: undefined, limit: 3 }, signal);
    expect(listed.map(({ revision: { version } }) => version)).toEqual([11, 10, 9]);
    const older = await log.list({ before: 3, limit: 5 }, signal);
    expect(older.map(({ revision: { version } }) => version)).toEqual([2, 1]);
  });

  test('ends a list of long strings early, and continues after its last one', async () => {
    const value = 'x'.repeat(32 * 1024);
    for (let version = 1; version <= 40; version++) await log.append(toEntry(revision(version, value)), signal);
    const listed = await log.list({ before: undefined, limit: 40 }, signal);
    expect(listed.length).toBeGreaterThan(0);
    const older = await log.list({ before: listed.at(-1)?.revision.version, limit: 40 }, signal);
    const versions = [...listed, ...older].map(({ revision: { version } }) => version);
    expect(versions).toEqual(Array.from({ length: 40 }, (_, index) => 40 - index));
  });

  test('appends exactly one of many revisions that race for a version', async () => {
    const racing = Array.from({ length: 20 }, (_, index) => log.append(toEntry(revision(1, `racer ${index}`)), signal));
    const won = (await Promise.all(racing)).flatMap((appended, index) => (appended ? [index] : []));
    expect(won).toHaveLength(1);
    expect((await log.newest(signal))?.revision.value).toBe(`racer ${won[0]}`);
  });

  test.each(['', ' a ', 'a\r\nb', '\u0001\u007f\ufeff', 'e\u0301', '😀', '\u{10ffff}'])(
    'keeps %j unchanged',
    async (value) => {
      await log.append(toEntry(revision(1, value)), signal);
      expect((await log.newest(signal))?.revision.value).toBe(value);
    },
  );
});
