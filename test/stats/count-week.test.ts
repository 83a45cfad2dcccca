import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Revision } from '../../src/domain/revision.ts';
import { createSavedString } from '../../src/domain/saved-string.ts';
import { countWeek, describeWeek, parseWeek } from '../../src/domain/week-stats.ts';
import { createRevision, toEntry } from '../support/service/log-lines.ts';
import { createMemoryRevisions } from '../support/service/memory-revisions.ts';

const { signal } = new AbortController();
const NOW = new Date('2027-01-31T00:00:00Z');

/** Counts a week of a log with one revision per entry. */
const count = async (name: string, log: readonly Partial<Revision>[], now = NOW) => {
  const revisions = createMemoryRevisions();
  for (const [index, entry] of log.entries()) await revisions.append(toEntry(createRevision(index + 1, entry)), signal);
  const savedString = createSavedString({ revisions, initialString: 'dynamic string', now: () => now })(signal);
  return countWeek(parseWeek(name, now), savedString, now);
};

const DAY = 86_400;

test('a week has what was saved from Monday’s first moment to Sunday’s last', async () => {
  const stats = await count('2026-W47', [
    { savedAt: '2026-11-15T23:59:59.999Z', value: 'too early' },
    { savedAt: '2026-11-16T00:00:00.000Z', value: 'first' },
    { savedAt: '2026-11-18T00:00:00.000Z', value: 'too early', restores: 1, savedBy: 'Grace' },
    { savedAt: '2026-11-19T00:00:00.000Z', value: 'third', savedBy: 'Grace' },
    { savedAt: '2026-11-22T23:59:59.999Z', value: 'last' },
    { savedAt: '2026-11-22T23:59:59.999Z', value: 'again', savedBy: 'Grace' },
    { savedAt: '2026-11-22T23:59:59.999Z', value: 'again', savedBy: 'Grace', keeps: 6 },
    { savedAt: '2026-11-23T00:00:00.000Z', value: 'too late' },
  ]);
  expect(stats).toEqual({
    week: '2026-W47',
    from: '2026-11-16T00:00:00.000Z',
    until: '2026-11-23T00:00:00.000Z',
    saves: 5,
    restores: 1,
    editors: [
      { name: 'Grace', saves: 3 },
      { name: 'Ada', saves: 2 },
    ],
    longestShown: expect.objectContaining({ version: 4, value: 'third' }),
    longestShownSeconds: 4 * DAY - 1,
  });
});

test('changes of the plan are no saves, and a planned string is one when it begins', async () => {
  const { saves, editors, longestShown } = await count('2026-W47', [
    { savedAt: '2026-11-16T00:00:00Z', value: 'now' },
    { savedAt: '2026-11-17T00:00:00Z', value: 'now', savedBy: 'Grace', keeps: 1 },
    { savedAt: '2026-11-22T00:00:00Z', value: 'planned', savedBy: 'Grace' },
  ]);
  expect([saves, longestShown?.version]).toEqual([2, 1]);
  expect(editors).toEqual([
    { name: 'Ada', saves: 1 },
    { name: 'Grace', saves: 1 },
  ]);
});

test.each([
  ['2026-W53', '2026-12-31T12:00:00Z', '2027-01-03T23:00:00Z'],
  ['2027-W01', '2027-01-04T00:00:00Z', '2027-01-10T00:00:00Z'],
])('around the end of a year: %s', async (name, ...times) => {
  const all = ['2026-12-27T00:00:00Z', '2026-12-31T12:00:00Z', '2027-01-03T23:00:00Z', '2027-01-04T00:00:00Z'];
  const log = [...all, '2027-01-10T00:00:00Z', '2027-01-11T00:00:00Z'].map((savedAt) => ({ savedAt }));
  expect((await count(name, log)).saves).toBe(times.length);
});

describe('the string that stood longest', () => {
  const longest = async (...args: Parameters<typeof count>) => {
    const { saves, longestShown, longestShownSeconds } = await count(...args);
    return [saves, longestShown?.version, longestShownSeconds];
  };

  test('in a week without a save is the one from before, all week', async () => {
    expect(await longest('2026-W47', [{ savedAt: '2020-02-29T12:00:00Z' }])).toEqual([0, 1, 7 * DAY]);
  });

  test('is unknown before the first save', async () => {
    expect(await longest('2026-W47', [])).toEqual([0, undefined, 0]);
    expect(await longest('2026-W47', [{ savedAt: '2026-11-23T00:00:00Z' }])).toEqual([0, undefined, 0]);
    expect(await longest('2026-W47', [{ savedAt: '2026-11-22T23:00:00Z' }])).toEqual([1, 1, 3_600]);
  });

  test('in a week that is not over stands until now', async () => {
    const log = [{ savedAt: '2026-11-16T00:00:00Z' }, { savedAt: '2026-11-16T01:00:00Z' }];
    expect(await longest('2026-W47', log, new Date('2026-11-18T00:00:00Z'))).toEqual([2, 2, 2 * DAY - 3_600]);
  });

  test('stands on when it is saved again without a change', async () => {
    const log = [
      { savedAt: '2026-11-16T00:00:00Z', value: 'same' },
      { savedAt: '2026-11-18T00:00:00Z', value: 'same' },
      { savedAt: '2026-11-19T00:00:00Z', value: 'other' },
      { savedAt: '2026-11-21T00:00:00Z', value: 'third' },
    ];
    expect(await longest('2026-W47', log)).toEqual([4, 1, 3 * DAY]);
  });
});

test('every save is in exactly one week, in any log', async () => {
  const start = Date.parse('2026-11-01T00:00:00Z');
  const hours = fc.array(fc.nat(28 * 24 - 1), { maxLength: 250 }).map((list) => list.toSorted((a, b) => a - b));
  await fc.assert(
    fc.asyncProperty(hours, async (list) => {
      const log = list.map((hour) => ({ savedAt: new Date(start + hour * 3_600_000).toISOString() }));
      const weeks = ['2026-W44', '2026-W45', '2026-W46', '2026-W47', '2026-W48'];
      const counted = await Promise.all(weeks.map((name) => count(name, log)));
      expect(counted.reduce((sum, { saves }) => sum + saves, 0)).toBe(list.length);
    }),
    { numRuns: 30 },
  );
});

test('the description is for people', async () => {
  const log = [
    { savedAt: '2026-11-16T00:00:00Z', value: `Closed\n${'x'.repeat(300)}` },
    { savedAt: '2026-11-19T04:05:00Z', savedBy: 'Grace', restores: 0 },
  ];
  expect(describeWeek(await count('2026-W47', log, new Date('2026-11-20T00:00:00Z')))).toBe(
    [
      '2026-W47: 2026-11-16 to 2026-11-22, UTC',
      'Saves: 2, including 1 that brought back an old string',
      '  Ada: 1',
      '  Grace: 1',
      `Longest shown: version 1, for 3 days, 4 hours, 5 minutes: "Closed\\n${'x'.repeat(192)}…"`,
      '',
    ].join('\n'),
  );
});
