import { describe, expect, test } from '@jest/globals';
import type { WeekStats } from '../../src/routes/graphql/generated.ts';
import { harness } from '../support/harness.ts';
import { createRevision, toEntry } from '../support/service/log-lines.ts';

const here = harness(['proxy', 'service']);
const { signal } = new AbortController();

const QUERY = `query ($week: String) {
  stats(week: $week) { week from until saves restores editors { name saves } longestShown { version value } longestShownSeconds }
}`;
const ask = (week?: string | null) => here.service.graphql<{ stats: WeekStats }>(QUERY, { week });

/** Lays a log of 2020-W10 with one revision per value. */
const lay = async (values: readonly string[]) => {
  const log = here.store.createRevisions(here.tableName);
  for (const [index, value] of values.entries()) {
    const savedAt = new Date(Date.parse('2020-03-02T00:00:00Z') + index * 1_000).toISOString();
    await log.append(
      toEntry(createRevision(index + 1, { savedAt, value, savedBy: index % 3 ? 'Ada' : 'Grace' })),
      signal,
    );
  }
};

test('anyone may read what happened in a week', async () => {
  await lay(['first', 'second', 'third']);
  expect((await ask('2020-W10')).data?.stats).toEqual({
    week: '2020-W10',
    from: '2020-03-02T00:00:00.000Z',
    until: '2020-03-09T00:00:00.000Z',
    saves: 3,
    restores: 0,
    editors: [
      { name: 'Ada', saves: 2 },
      { name: 'Grace', saves: 1 },
    ],
    longestShown: { version: 3, value: 'third' },
    longestShownSeconds: 604_798,
  });
});

test.each([undefined, null])('the default is the last week that is over: %s', async (week) => {
  const { data } = await ask(week);
  expect(Date.parse(String(data?.stats.until))).toBeLessThanOrEqual(Date.now());
  expect(data?.stats).toMatchObject({ saves: 0, editors: [], longestShown: null, longestShownSeconds: 0 });
});

test.each(['', 'last', '2025-W53', '9998-W10'])('refuses the week "%s"', async (week) => {
  const { errors } = await ask(week);
  expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT' });
});

test('names the editors who saved most', async () => {
  await lay(['first', 'second', 'third']);
  const few = (first: number) =>
    here.service.graphql(`{ stats(week: "2020-W10") { editors(first: ${first}) { name } } }`);
  expect((await few(1)).data).toEqual({ stats: { editors: [{ name: 'Ada' }] } });
  expect((await few(101)).errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT' });
});

describe('the limits of a request hold', () => {
  test('for a week with more than a megabyte', async () => {
    await lay(Array.from({ length: 33 }, () => 'x'.repeat(32 * 1024)));
    expect((await ask('2020-W10')).errors?.[0]?.message).toMatch(/at most 1000 revisions or 75 units/);
  });

  test('for many weeks at once', async () => {
    await lay(Array.from({ length: 150 }, (_, index) => String(index)));
    const weeks = Array.from({ length: 15 }, (_, index) => `w${index}: stats(week: "2020-W${index + 10}") { saves }`);
    const { errors } = await here.service.graphql(`{ ${weeks.join(' ')} }`);
    expect(errors).toBeUndefined();
    expect(here.proxy.operations.length).toBeLessThan(50);
  });
});
