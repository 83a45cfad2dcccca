import { describe, expect, test } from '@jest/globals';
import type { Change } from '../../src/domain/changes.ts';
import type { Revisions } from '../../src/domain/entry.ts';
import { ConflictError, InvalidInputError, StoreUnavailableError } from '../../src/domain/errors.ts';
import { createSavedString } from '../../src/domain/saved-string.ts';
import { createMemoryRevisions } from '../support/service/memory-revisions.ts';

const NOW = '2026-01-31T09:30:00.000Z';
const change: Change = { savedBy: 'Ada', expectedVersion: undefined, note: null };

const open = (revisions: Revisions = createMemoryRevisions(), signal = new AbortController().signal) =>
  createSavedString({
    revisions,
    initialString: 'dynamic string',
    now: () => new Date(NOW),
  })(signal);

describe('reading', () => {
  test('shows the initial string as version 0 before the first save', async () => {
    expect(await open().latest()).toEqual({
      version: 0,
      value: 'dynamic string',
      savedAt: null,
      savedBy: null,
      note: null,
      restores: null,
      until: null,
      keeps: null,
    });
  });

  test('shows the newest revision in full', async () => {
    const savedString = open();
    await savedString.save('Open until ten', { ...change, note: 'Summer' });
    expect(await savedString.latest()).toEqual({
      version: 1,
      value: 'Open until ten',
      savedAt: NOW,
      savedBy: 'Ada',
      note: 'Summer',
      restores: null,
      until: null,
      keeps: null,
    });
  });

  test('asks the store once, however often the current revision is read', async () => {
    let reads = 0;
    const revisions = createMemoryRevisions();
    const savedString = open({
      ...revisions,
      newest: async (signal) => {
        reads++;
        return revisions.newest(signal);
      },
    });
    await Promise.all([savedString.latest(), savedString.latest()]);
    await savedString.latest();
    expect(reads).toBe(1);
  });

  test('finds a revision by its version, or none', async () => {
    const savedString = open();
    await savedString.save('one', change);
    expect((await savedString.revision(0))?.value).toBe('dynamic string');
    expect((await savedString.revision(1))?.value).toBe('one');
    expect(await savedString.revision(2)).toBeUndefined();
    expect(await savedString.revision(-1)).toBeUndefined();
  });
});

describe('saving', () => {
  test.each([
    ['the empty string', ''],
    ['32 KiB', 'x'.repeat(32 * 1024)],
    ['32 KiB of emoji', '😀'.repeat(8 * 1024)],
    ['control characters', '\u0001\u001f\u007f\u0080\u009f'],
    ['both line ends', 'one\r\ntwo\nthree\rfour'],
  ])('accepts %s unchanged', async (_name, value) => {
    const savedString = open();
    expect((await savedString.save(value, change)).value).toBe(value);
  });

  test.each([
    ['a byte over 32 KiB', 'x'.repeat(32 * 1024 + 1), /takes 32769 bytes/],
    ['an emoji over 32 KiB', '😀'.repeat(8 * 1024 + 1), /takes 32772 bytes/],
    ['half of a surrogate pair', 'a\ud83d', /surrogate/],
    ['NUL', 'a\0b', /NUL/],
  ])('refuses %s and writes nothing', async (_name, value, message) => {
    const savedString = open();
    const refused = savedString.save(value, change);
    await expect(refused).rejects.toThrow(InvalidInputError);
    await expect(refused).rejects.toThrow(message);
    expect((await savedString.latest()).version).toBe(0);
  });

  test('accepts a note of 280 characters and refuses one of 281, or one with NUL', async () => {
    const savedString = open();
    await savedString.save('a', { ...change, note: '😀'.repeat(280) });
    await expect(savedString.save('b', { ...change, note: '😀'.repeat(281) })).rejects.toThrow(/281 characters/);
    await expect(savedString.save('b', { ...change, note: '\0' })).rejects.toThrow(/note contains/);
    await expect(savedString.restore(0, { ...change, note: '\0' })).rejects.toThrow(/note contains/);
    expect((await savedString.latest()).version).toBe(1);
  });

  test('saves if the expected version is current, and otherwise refuses with the current revision', async () => {
    const revisions = createMemoryRevisions();
    await open(revisions).save('one', { ...change, expectedVersion: 0 });
    await open(revisions).save('two', { ...change, expectedVersion: 1 });

    for (const expectedVersion of [-1, 0, 1, 3]) {
      const refused = open(revisions).save('three', { ...change, expectedVersion });
      await expect(refused).rejects.toThrow(ConflictError);
      await expect(refused).rejects.toMatchObject({ current: { version: 2, value: 'two', savedBy: 'Ada' } });
    }
    expect((await open(revisions).latest()).value).toBe('two');
  });

  test('tries again after a faster writer, or reports a conflict if a version was expected', async () => {
    const revisions = createMemoryRevisions();
    let overtaken = 0;
    const contended: Revisions = {
      ...revisions,
      append: async (entry, signal) => {
        if (overtaken++ < 3) {
          const revision = { ...entry.revision, value: 'faster' };
          await revisions.append({ ...entry, revision, writeId: 'theirs' }, signal);
        }
        return revisions.append(entry, signal);
      },
    };
    expect(await open(contended).save('mine', change)).toMatchObject({ version: 4, value: 'mine' });

    overtaken = 0;
    const refused = open(contended).save('mine', { ...change, expectedVersion: 4 });
    await expect(refused).rejects.toMatchObject({ name: 'ConflictError', current: { version: 5, value: 'faster' } });
  });

  test('reports that nothing was written if it never gets its turn', async () => {
    const controller = new AbortController();
    const busy: Revisions = {
      ...createMemoryRevisions(),
      append: async () => {
        controller.abort();
        return false;
      },
    };
    const refused = open(busy, controller.signal).save('mine', change);
    await expect(refused).rejects.toThrow(StoreUnavailableError);
    await expect(refused).rejects.toThrow(/Nothing was written/);
  });
});

describe('restoring', () => {
  test('appends the old value as a new revision that names its origin', async () => {
    const savedString = open();
    await savedString.save('one', change);
    await savedString.save('two', change);
    expect(await savedString.restore(1, { ...change, savedBy: 'Grace', note: 'undo' })).toEqual({
      version: 3,
      value: 'one',
      // Times are never the same, though this clock stands still.
      savedAt: NOW.replace('000Z', '002Z'),
      savedBy: 'Grace',
      note: 'undo',
      restores: 1,
      until: null,
      keeps: null,
    });
    expect(await savedString.restore(0, change)).toMatchObject({ version: 4, value: 'dynamic string', restores: 0 });
  });

  test.each([5, -1])('refuses version %i, which does not exist', async (version) => {
    await expect(open().restore(version, change)).rejects.toThrow(InvalidInputError);
  });

  test('respects the expected version', async () => {
    await expect(open().restore(0, { ...change, expectedVersion: 7 })).rejects.toThrow(ConflictError);
  });
});

describe('the history', () => {
  const withThree = async () => {
    const savedString = open();
    for (const value of ['one', 'two', 'three']) await savedString.save(value, change);
    return savedString;
  };
  const versions = async (range: { first: number; before: number | undefined }) => {
    const { revisions, hasMore } = await (await withThree()).history(range);
    return [revisions.map(({ version }) => version), hasMore];
  };

  test.each([
    [{ first: 10, before: undefined }, [3, 2, 1, 0], false],
    [{ first: 4, before: undefined }, [3, 2, 1, 0], false],
    [{ first: 3, before: undefined }, [3, 2, 1], true],
    [{ first: 1, before: 2 }, [1], true],
    [{ first: 2, before: 2 }, [1, 0], false],
    [{ first: 2, before: 1 }, [0], false],
    [{ first: 2, before: 0 }, [], false],
    [{ first: 2, before: 99 }, [3, 2], true],
  ])('newest first: %j', async (range, expected, hasMore) => {
    expect(await versions(range)).toEqual([expected, hasMore]);
  });

  test.each([0, -1, 101])('refuses a page of %i', async (first) => {
    await expect(open().history({ first, before: undefined })).rejects.toThrow(InvalidInputError);
  });
});
