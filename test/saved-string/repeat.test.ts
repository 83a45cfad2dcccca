import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { PlannedString } from '../../src/domain/entry.ts';
import { openRepeat } from '../../src/domain/repeat.ts';
import { repetitions } from '../support/random-repetition.ts';
import { createMemoryRevisions } from '../support/service/memory-revisions.ts';
import { at, createSchedule } from '../support/service/plan.ts';
import { occurrencesOn } from '../support/wall-clock.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const planned = (from: number, until: number, repeat: string, timeZone: string): PlannedString => ({
  id: '1',
  value: 'Open',
  from: new Date(from).toISOString(),
  until: new Date(until).toISOString(),
  repeat,
  timeZone,
  skipped: [],
  note: null,
  plannedBy: 'Ada',
});

/** All that begin up to a time. */
const list = (string: PlannedString, until: number, most = 10_000): [number, number][] => {
  const { next } = openRepeat(string);
  const found: [number, number][] = [];
  for (let one = next(0); one && one.from <= until && found.length < most; one = next(one.from)) {
    found.push([one.from, one.until]);
  }
  return found;
};

/** The days on which clocks change, in ten years: forward first, and back in autumn. */
const DUBLIN = [
  ...['2026-03-29', '2026-10-25', '2027-03-28', '2027-10-31', '2028-03-26', '2028-10-29', '2029-03-25', '2029-10-28'],
  ...['2030-03-31', '2030-10-27', '2031-03-30', '2031-10-26', '2032-03-28', '2032-10-31', '2033-03-27', '2033-10-30'],
  ...['2034-03-26', '2034-10-29', '2035-03-25', '2035-10-28'],
];
const NEW_YORK = [
  ...['2026-03-08', '2026-11-01', '2027-03-14', '2027-11-07', '2028-03-12', '2028-11-05', '2029-03-11', '2029-11-04'],
  ...['2030-03-10', '2030-11-03', '2031-03-09', '2031-11-02', '2032-03-14', '2032-11-07', '2033-03-13', '2033-11-06'],
  ...['2034-03-12', '2034-11-05', '2035-03-11', '2035-11-04'],
];

test.each([
  ['Europe/Dublin', DUBLIN, 0],
  ['America/New_York', NEW_YORK, -5],
])('every weekday from 9 to 17, for ten years in %s', (timeZone, changes, hours) => {
  const expected: [number, number][] = [];
  for (let day = Date.parse('2026-01-01'); day < Date.parse('2036-01-01'); day += DAY_MS) {
    const weekday = new Date(day).getUTCDay();
    if (weekday === 0 || weekday === 6) continue;
    const passed = changes.filter((change) => Date.parse(change) <= day).length;
    const midnight = day - (hours + (passed % 2)) * HOUR_MS;
    expected.push([midnight + 9 * HOUR_MS, midnight + 17 * HOUR_MS]);
  }
  const [[from, until] = [0, 0]] = expected;
  const string = planned(from, until, 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', timeZone);
  expect(list(string, Date.parse('2036-01-01'))).toEqual(expected);
  expect(expected).toHaveLength(2_608);
});

test.each(['Europe/Dublin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Asia/Kathmandu'])(
  'a night from 22:00 to 01:45 and a show at 02:15 are where the clocks of %s show them',
  (timeZone) => {
    for (const [begin, end] of [
      ['22:00', '01:45'],
      ['02:15', '02:45'],
    ] as const) {
      const expected = occurrencesOn({ timeZone, first: '2026-01-01', days: 400, begin, end }, () => true);
      const [[from, until] = [0, 0]] = expected;
      expect(list(planned(from, until, 'FREQ=DAILY', timeZone), expected.at(-1)?.[0] ?? 0)).toEqual(expected);
    }
  },
);

test('a thousand random repetitions are where clocks show them', () => {
  const property = fc.property(repetitions(1), ({ strings }) => {
    for (const { repeat, timeZone, times } of strings) {
      const [from, until] = times[0] ?? [0, 0];
      expect(list(planned(from, until, repeat, timeZone), times.at(-1)?.[0] ?? 0)).toEqual(times);
    }
  });
  fc.assert(property, { numRuns: 1_000 });
});

test.each<[string, string, string[]]>([
  ['FREQ=DAILY;INTERVAL=3;COUNT=3', '2026-11-29', ['2026-11-29', '2026-12-02', '2026-12-05']],
  ['FREQ=DAILY;BYDAY=SA,SU;UNTIL=20261212', '2026-11-30', ['2026-12-05', '2026-12-06', '2026-12-12']],
  ['FREQ=DAILY;UNTIL=20261201T090000Z', '2026-11-30', ['2026-11-30', '2026-12-01']],
  [
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;COUNT=4',
    '2026-11-29',
    ['2026-11-29', '2026-12-07', '2026-12-13', '2026-12-21'],
  ],
  ['FREQ=WEEKLY;COUNT=2', '2026-12-31', ['2026-12-31', '2027-01-07']],
  ['FREQ=MONTHLY;COUNT=3', '2026-01-31', ['2026-01-31', '2026-03-31', '2026-05-31']],
  ['FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3', '2026-01-15', ['2026-01-31', '2026-02-28', '2026-03-31']],
  ['FREQ=MONTHLY;BYDAY=1MO,-1FR;COUNT=3', '2026-11-28', ['2026-12-07', '2026-12-25', '2027-01-04']],
  ['FREQ=MONTHLY;BYDAY=SU,+1MO;COUNT=3', '2026-11-30', ['2026-12-06', '2026-12-07', '2026-12-13']],
  ['FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR;COUNT=2', '2026-11-28', ['2027-08-13', '2028-10-13']],
  ['FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=29,30;COUNT=3', '2026-02-28', ['2026-08-29', '2026-08-30', '2027-08-29']],
])('%s from %s is on %j', (repeat, first, days) => {
  const string = planned(Date.parse(`${first}T09:00Z`), Date.parse(`${first}T10:00Z`), repeat, 'UTC');
  expect(list(string, Date.parse('2040-01-01'), 4).map(([from]) => new Date(from).toISOString().slice(0, 10))).toEqual(
    expect.arrayContaining(days),
  );
  const { latest } = openRepeat(string);
  expect(new Date(latest(Date.parse(`${days[1]}T08:59:59.999Z`))?.from ?? 0).toISOString()).toBe(
    `${days[0]}T09:00:00.000Z`,
  );
  expect(new Date(latest(Date.parse(`${days[1]}T09:00Z`))?.from ?? 0).toISOString()).toBe(`${days[1]}T09:00:00.000Z`);
});

test('a COUNT does not count what clocks leave out', () => {
  const string = planned(
    Date.parse('2026-03-28T01:30Z'),
    Date.parse('2026-03-28T01:40Z'),
    'FREQ=DAILY;COUNT=2',
    'Europe/Dublin',
  );
  expect(list(string, Date.parse('2040-01-01')).map(([from]) => new Date(from).toISOString())).toEqual([
    '2026-03-28T01:30:00.000Z',
    '2026-03-30T00:30:00.000Z',
  ]);
});

test('opening a COUNT asks no zone for all that it counts', () => {
  const ask = jest.spyOn(Intl.DateTimeFormat.prototype, 'formatToParts');
  const from = Date.parse('2026-12-01T09:00Z');
  const { next, latest } = openRepeat(planned(from, from + HOUR_MS, 'FREQ=WEEKLY;COUNT=999', 'Pacific/Chatham'));
  expect([latest(from)?.from, next(from)?.from]).toEqual([from, from + 7 * DAY_MS]);
  expect(ask.mock.calls.length).toBeLessThan(50);
  ask.mockRestore();
});

describe('refused', () => {
  const good = {
    from: '2026-02-01T09:00:00Z',
    until: '2026-02-01T17:00:00Z',
    repeat: 'FREQ=DAILY',
    timeZone: 'Europe/Dublin',
  };
  test.each<[string, Partial<Record<keyof typeof good, string | null>>, RegExp]>([
    ['hourly', { repeat: 'FREQ=HOURLY' }, /FREQ that is not supported/],
    ['nothing', { repeat: '' }, /may have FREQ, INTERVAL/],
    ['no frequency', { repeat: 'INTERVAL=2' }, /must have FREQ: DAILY, WEEKLY or MONTHLY/],
    ['a part that is not known', { repeat: 'FREQ=DAILY;BYSETPOS=1' }, /and nothing else/],
    ['a part twice', { repeat: 'FREQ=DAILY;FREQ=DAILY' }, /has FREQ twice/],
    ['COUNT and UNTIL', { repeat: 'FREQ=DAILY;COUNT=2;UNTIL=20270101' }, /COUNT or UNTIL, not both/],
    ['a COUNT that takes a century', { repeat: 'FREQ=MONTHLY;BYMONTHDAY=31;COUNT=999' }, /more than 20 years/],
    ['no interval', { repeat: 'FREQ=DAILY;INTERVAL=0' }, /INTERVAL that is not supported/],
    ['the second Monday of a week', { repeat: 'FREQ=WEEKLY;BYDAY=2MO' }, /with FREQ=MONTHLY only/],
    ['a day of the month in a week', { repeat: 'FREQ=WEEKLY;BYMONTHDAY=1' }, /BYMONTHDAY with FREQ=DAILY or MONTHLY/],
    ['a day that does not exist', { repeat: 'FREQ=DAILY;UNTIL=20270231' }, /UNTIL/],
    [
      'days that never come',
      { repeat: 'FREQ=MONTHLY;BYMONTHDAY=31;INTERVAL=12', from: '2026-02-01T09:00:00Z' },
      /no time/,
    ],
    ['an end before the beginning', { repeat: 'FREQ=DAILY;UNTIL=20260101' }, /no time in the next years/],
    ['no zone', { timeZone: null }, /needs a `timeZone`/],
    ['a zone without a repetition', { repeat: null }, /`timeZone` goes with `repeat`/],
    ['an offset', { timeZone: '+01:00' }, /no `timeZone` "\+01:00"/],
    ['a zone that does not exist', { timeZone: 'Europe/Atlantis' }, /no `timeZone` "Europe/],
    ['no end', { until: null }, /needs `until`/],
    ['one that overlaps itself', { until: '2026-02-02T09:00:01Z' }, /would overlap itself/],
    [
      'one that overlaps itself at a month’s end',
      { repeat: 'FREQ=MONTHLY;BYMONTHDAY=28,1', until: '2026-02-03T08:00:00Z' },
      /overlap/,
    ],
  ])('is %s', async (_name, other, message) => {
    const schedule = createSchedule();
    const refused = schedule.repeat('Open', { ...good, ...other } as typeof good);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toMatchObject({ name: 'InvalidInputError' });
    await schedule.repeat('Open', { ...good, until: '2026-02-02T09:00:00Z' });
  });
});

describe('a string that repeats', () => {
  const minutesTo = (time: string) => (Date.parse(time) - Date.parse(at(0))) / 60_000;

  test('is shown again and again, but for what is skipped, and catching up writes one entry', async () => {
    const schedule = createSchedule();
    await schedule.save('Closed');
    const times = { from: '2026-02-02T09:00:00Z', until: '2026-02-02T17:00:00Z' };
    await schedule.repeat('Open', { ...times, repeat: 'freq=weekly;byday=mo,tu,we,th,fr', timeZone: 'Europe/Dublin' });
    await schedule.skip('2', '2026-02-04T09:00:00Z');
    const { occurrences, skipped, repeat } = (await schedule.open().planned())[0] ?? {};
    expect([repeat, skipped]).toEqual(['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', ['2026-02-04T09:00:00.000Z']]);
    expect(occurrences?.(3).map(({ from }) => from.slice(0, 10))).toEqual(['2026-02-02', '2026-02-03', '2026-02-05']);
    const { length } = await schedule.history();
    // Ten years without a visitor.
    schedule.clock.minutes = minutesTo('2036-03-31T08:30:00Z');
    expect(await schedule.open().latest()).toMatchObject({
      value: 'Open',
      savedAt: '2036-03-31T08:00:00.000Z',
      version: 4,
    });
    expect(await schedule.history()).toHaveLength(length + 1);
    const shown: Record<string, string> = {
      '2026-02-03T17:00:00Z': 'Closed',
      '2026-02-04T09:00:00Z': 'Closed',
      '2026-02-05T09:00:00Z': 'Open',
      '2031-07-01T07:59:59.999Z': 'Closed',
      '2031-07-01T08:00:00Z': 'Open',
      '2031-07-01T15:59:59.999Z': 'Open',
      '2031-07-01T16:00:00Z': 'Closed',
    };
    for (const [time, value] of Object.entries(shown)) {
      expect([time, (await schedule.revisionAt(minutesTo(time)))?.value]).toEqual([time, value]);
    }
  });

  test('goes on if it is cancelled, and planned again as it was listed', async () => {
    const schedule = createSchedule();
    const times = { from: '2026-01-31T13:00:00Z', until: '2026-01-31T17:00:00Z' };
    await schedule.repeat('Open', { ...times, repeat: 'FREQ=DAILY;COUNT=3', timeZone: 'UTC' });
    schedule.clock.minutes = 24 * 60 + 90;
    expect(await schedule.read()).toBe('Open');
    const [listed] = await schedule.open().planned();
    await schedule.cancel('1');
    await schedule.repeat('Open', listed ?? times);
    for (const value of ['Open', 'dynamic string']) {
      schedule.clock.minutes += 24 * 60;
      expect(await schedule.read()).toBe(value);
    }
  });

  test('reads the same afterwards as visitors read it then, for 10,000 occurrences, to the millisecond', async () => {
    const place = { timeZone: 'Europe/Dublin', first: '2026-02-02', begin: '09:00', end: '17:00' };
    const times = occurrencesOn({ ...place, days: 10_000 }, () => true);
    const schedule = createSchedule();
    const [from = '', until = ''] = (times[0] ?? []).map((time) => new Date(time).toISOString());
    await schedule.repeat('Open', { from, until, repeat: 'FREQ=DAILY', timeZone: place.timeZone });
    const edges = times.map(([from, until], index) => [from - 1, from, until - 1, until][index % 4] ?? 0);
    const read: string[] = [];
    for (const edge of edges) {
      schedule.clock.minutes = (edge - Date.parse(at(0))) / 60_000;
      read.push(await schedule.read());
    }
    expect(read).toEqual(edges.map((_, index) => (index % 4 === 1 || index % 4 === 2 ? 'Open' : 'dynamic string')));
    const afterwards: (string | undefined)[] = [];
    for (const edge of edges) {
      const then = await schedule.open().revisionAt(new Date(edge), async () => {});
      afterwards.push(then?.value);
    }
    expect(afterwards).toEqual(read);
  });

  test.each([
    [1, '10:00'],
    [-1, '09:00'],
  ])('begins once, when the log and the zone both say so, if they are %i hour apart', async (hours, beginning) => {
    const revisions = createMemoryRevisions();
    const schedule = createSchedule({
      ...revisions,
      // Planned by a process with other zone data.
      append: async (entry, signal) => {
        const dueAt = entry.revision.version === 1 ? entry.dueAt + hours * HOUR_MS : entry.dueAt;
        return revisions.append({ ...entry, dueAt }, signal);
      },
    });
    const times = { from: '2026-02-02T09:00:00Z', until: '2026-02-02T17:00:00Z' };
    await schedule.repeat('Open', { ...times, repeat: 'FREQ=DAILY', timeZone: 'Europe/Dublin' });
    const shown = ['08:30', '08:59', '09:30', '10:00', '16:59'].map((time) => ({
      minutes: minutesTo(`2026-02-02T${time}:00Z`),
      value: time < beginning ? 'dynamic string' : 'Open',
    }));
    for (const { minutes, value } of shown) {
      schedule.clock.minutes = minutes;
      expect([minutes, await schedule.read()]).toEqual([minutes, value]);
    }
    for (const { minutes, value } of shown) expect(await schedule.revisionAt(minutes)).toMatchObject({ value });
    const { savedAt } = await schedule.open().latest();
    expect(savedAt).toBe(`2026-02-02T${beginning}:00.000Z`);
    expect((await schedule.history()).filter(({ value }) => value === 'Open')).toHaveLength(1);
  });

  test('ends at once if what is shown is skipped, and comes back if one to come is not', async () => {
    const schedule = createSchedule();
    const from = '2026-01-31T13:00:00Z';
    await schedule.repeat('Open', { from, until: '2026-01-31T17:00:00Z', repeat: 'FREQ=DAILY', timeZone: 'UTC' });
    await schedule.skip('1', from);
    expect((await schedule.revisionAt(60))?.value).toBe('dynamic string');
    await schedule.skip('1', from, false);
    expect((await schedule.revisionAt(60))?.value).toBe('Open');
    schedule.clock.minutes = 60;
    await schedule.read();
    expect(await schedule.skip('1', from)).toMatchObject({ value: 'dynamic string', savedBy: 'Grace', restores: 0 });
    await expect(schedule.skip('1', from, false)).rejects.toThrow('has begun');
    await expect(schedule.skip('1', '2026-01-31T13:00:01Z')).rejects.toThrow('This string does not begin at');
    schedule.clock.minutes = 24 * 60;
    await expect(schedule.skip('1', from)).rejects.toThrow('is over');
    await schedule.plan('Once', 24 * 60 + 10);
    await expect(schedule.skip('6', at(24 * 60 + 10))).rejects.toThrow('does not repeat');
  });

  test('keeps the days that are skipped when its hours change', async () => {
    const schedule = createSchedule();
    const times = { from: '2026-02-01T09:00:00Z', until: '2026-02-01T17:00:00Z' };
    await schedule.repeat('Open', { ...times, repeat: 'FREQ=DAILY', timeZone: 'Europe/Dublin' });
    await schedule.skip('1', '2026-02-03T09:00:00Z');
    await schedule.change('1', { from: '2026-02-01T08:00:00Z' });
    expect((await schedule.open().planned())[0]?.skipped).toEqual(['2026-02-03T08:00:00.000Z']);
    await schedule.change('1', { repeat: null });
    expect((await schedule.open().planned())[0]).toMatchObject({ repeat: null, timeZone: null, skipped: [] });
  });
});
