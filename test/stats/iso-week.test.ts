import { expect, test } from '@jest/globals';
import { lastWeek, parseWeek, weekOf } from '../../src/domain/week-stats.ts';

const NOW = new Date('2026-11-21T17:00:00Z');

// The years around each kind of new year: https://en.wikipedia.org/wiki/ISO_week_date
test.each([
  ['2026-11-16T00:00:00.000Z', '2026-W47'],
  ['2026-11-22T23:59:59.999Z', '2026-W47'],
  ['2026-11-23T00:00:00.000Z', '2026-W48'],
  ['2026-12-31T12:00:00.000Z', '2026-W53'],
  ['2027-01-03T23:59:59.999Z', '2026-W53'],
  ['2027-01-04T00:00:00.000Z', '2027-W01'],
  ['2024-12-30T00:00:00.000Z', '2025-W01'],
  ['2023-01-01T00:00:00.000Z', '2022-W52'],
  ['2021-01-03T00:00:00.000Z', '2020-W53'],
  ['1970-01-01T00:00:00.000Z', '1970-W01'],
  ['1969-12-28T23:59:59.999Z', '1969-W52'],
])('%s is in the week %s', (time, name) => {
  const week = weekOf(new Date(time));
  expect(week.name).toBe(name);
  expect(week.from <= new Date(time) && new Date(time) < week.until).toBe(true);
  expect(parseWeek(name, new Date('2100-01-01'))).toEqual(week);
});

test('a week has seven whole days', () => {
  expect(parseWeek('2026-W47', NOW)).toEqual({
    name: '2026-W47',
    from: new Date('2026-11-16T00:00:00.000Z'),
    until: new Date('2026-11-23T00:00:00.000Z'),
  });
});

test('the last week is the one that is over', () => {
  expect(lastWeek(NOW).name).toBe('2026-W46');
  expect(lastWeek(new Date('2027-01-04T00:05:00Z')).name).toBe('2026-W53');
});

test.each([
  '',
  '2026',
  '2026-47',
  '2026-W7',
  '2026-W00',
  '2026-W54',
  '2025-W53',
  ' 2026-W47',
  '2026-w47',
  '2026-W47-1',
])('"%s" is not a week', (name) => {
  expect(() => parseWeek(name, NOW)).toThrow('`week` must be an ISO week such as 2026-W47.');
});

test('a week that has not begun is refused', () => {
  expect(() => parseWeek('2026-W48', NOW)).toThrow('The week 2026-W48 has not begun.');
});
