import { beforeEach, describe, expect, test } from '@jest/globals';
import { at, createSchedule, type Schedule } from '../support/service/plan.ts';

let schedule: Schedule;
beforeEach(() => {
  schedule = createSchedule();
});

describe('a string with an end', () => {
  test('goes, and the one before it comes back, under the name of who said so', async () => {
    await schedule.save('Open');
    expect(await schedule.save('Fire drill', 10)).toMatchObject({ version: 2, until: at(10) });
    schedule.clock.minutes = 9.999;
    expect(await schedule.read()).toBe('Fire drill');
    schedule.clock.minutes = 10;
    expect(await schedule.open().latest()).toEqual({
      ...{ version: 3, value: 'Open', savedAt: at(10), savedBy: 'Ada', note: null },
      ...{ restores: 1, until: null, keeps: null },
    });
  });

  test('brings back the initial string if nobody had saved one', async () => {
    await schedule.save('Fire drill', 10);
    schedule.clock.minutes = 11;
    expect(await schedule.open().latest()).toMatchObject({ version: 2, value: 'dynamic string', restores: 0 });
  });

  test('loses its end to whoever saves over it', async () => {
    await schedule.save('Fire drill', 10);
    await schedule.save('Evacuation');
    schedule.clock.minutes = 11;
    expect(await schedule.open().latest()).toMatchObject({ version: 2, value: 'Evacuation', until: null });
  });

  test('saved over another with an end brings back what was there before both', async () => {
    await schedule.save('Open');
    await schedule.save('Fire drill', 10);
    await schedule.save('Short break', 5);
    schedule.clock.minutes = 5;
    expect(await schedule.open().latest()).toMatchObject({ version: 4, value: 'Open', restores: 1 });
  });

  test('keeps its end, and its author, when someone else plans another', async () => {
    await schedule.save('Fire drill', 10);
    const kept = await schedule.plan('Party', 20, undefined, 'Grace');
    expect(kept).toMatchObject({ value: 'Fire drill', savedBy: 'Grace', until: at(10), keeps: 1 });
    schedule.clock.minutes = 10;
    expect(await schedule.open().latest()).toMatchObject({ version: 3, savedBy: 'Ada', restores: 0 });
  });
});

describe('a planned string', () => {
  test('begins and ends at its moments, and says who planned it and why', async () => {
    const { savedBy, note } = { savedBy: 'Grace', note: 'Every year' };
    const times = { from: at(10), until: at(20), expectedVersion: 0 };
    expect(await schedule.open().plan('Party', { savedBy, note, ...times })).toMatchObject({
      ...{ version: 1, value: 'dynamic string', savedAt: at(0), savedBy, keeps: 0 },
      // The note is as secret as the string.
      note: null,
    });
    expect(await schedule.open().planned()).toEqual([
      { value: 'Party', from: at(10), until: at(20), note, plannedBy: savedBy },
    ]);
    schedule.clock.minutes = 10;
    expect(await schedule.open().latest()).toMatchObject({
      version: 2,
      value: 'Party',
      savedAt: at(10),
      savedBy,
      note,
    });
    expect(await schedule.open().planned()).toEqual([]);
    schedule.clock.minutes = 20;
    expect(await schedule.open().latest()).toMatchObject({ version: 3, value: 'dynamic string', restores: 0 });
  });

  test('ends in what was saved meanwhile, and not in what was there when it was planned', async () => {
    await schedule.plan('Party', 10, 20);
    await schedule.save('Open');
    schedule.clock.minutes = 20;
    expect(await schedule.open().latest()).toMatchObject({ value: 'Open', restores: 2 });
  });

  test('follows another directly if it begins when that one ends', async () => {
    await schedule.save('Open');
    await schedule.plan('Second', 20, 30);
    await schedule.plan('First', 10, 20);
    schedule.clock.minutes = 30;
    expect((await schedule.history()).slice(3).map(({ value, savedAt }) => [value, savedAt])).toEqual([
      ['Open', at(0)],
      ['First', at(10)],
      ['Second', at(20)],
      ['Open', at(30)],
    ]);
  });

  test('does not begin once it is cancelled', async () => {
    await schedule.plan('Party', 10);
    expect(await schedule.cancel(10)).toMatchObject({ version: 2, keeps: 0, savedBy: 'Grace' });
    expect(await schedule.open().planned()).toEqual([]);
    schedule.clock.minutes = 11;
    expect(await schedule.read()).toBe('dynamic string');
  });

  test('that begins at the very moment can no longer be cancelled', async () => {
    await schedule.plan('Party', 10);
    schedule.clock.minutes = 10;
    await expect(schedule.cancel(10)).rejects.toThrow(/^No string is planned to begin at .*10:00.000Z/);
    expect(await schedule.read()).toBe('Party');
  });

  test('is written down before a save at the same moment, which then replaces it', async () => {
    await schedule.plan('Party', 10);
    schedule.clock.minutes = 10;
    const change = { savedBy: 'Ada', note: null, expectedVersion: 1 };
    await expect(schedule.open().save('mine', change)).rejects.toMatchObject({
      current: { version: 2, value: 'Party' },
    });
    expect(await schedule.save('mine')).toMatchObject({ version: 3, savedAt: at(10) });
  });
});

describe('refused', () => {
  const long = (bytes: number) => 'x'.repeat(bytes);
  const FIVE_YEARS = (Date.parse('2031-01-31T12:00:00Z') - Date.parse(at(0))) / 60_000;

  beforeEach(async () => {
    await schedule.plan('Party', 10, 20);
    await schedule.plan('For good', 30);
  });

  test.each<[string, (schedule: Schedule) => Promise<unknown>, RegExp]>([
    ['a beginning now', ({ plan }) => plan('x', 0), /`from` must be in the future: after 2026-01-31T12:00:00.000Z/],
    ['an end now', ({ save }) => save('x', 0), /`until` must be in the future/],
    ['an end at the beginning', ({ plan }) => plan('x', 5, 5), /`until` must be after `from`/],
    ['an end before the beginning', ({ plan }) => plan('x', 5, 4), /`until` must be after `from`/],
    [
      'a beginning in over five years',
      ({ plan }) => plan('x', FIVE_YEARS + 1),
      /`from` must be within 5 years: 2031-01-31/,
    ],
    ['an end in over five years', ({ save }) => save('x', FIVE_YEARS + 1), /`until` must be within 5 years/],
    [
      'a beginning inside another',
      ({ plan }) => plan('x', 19),
      /planned from .*12:10.* until .*12:20.*cancel it first/,
    ],
    ['an end inside another', ({ plan }) => plan('x', 5, 11), /planned from .*12:10/],
    ['a window around another', ({ plan }) => plan('x', 5, 25), /planned from .*12:10/],
    ['a window around a beginning', ({ plan }) => plan('x', 25, 31), /planned at .*12:30/],
    ['the same beginning', ({ plan }) => plan('x', 30), /planned at .*12:30/],
    ['an end after another begins', ({ save }) => save('x', 11), /planned from .*12:10/],
    ['too much together', ({ plan }) => plan(long(32 * 1024), 40), /take 32795 bytes together .* limit is 32768/],
    ['too long a string beside the plan', ({ save }) => save(long(32 * 1024)), /take 32781 bytes together/],
    ['too long a string', ({ plan }) => plan(long(32 * 1024 + 1), 40), /The value takes 32769 bytes/],
    ['half a character', ({ plan }) => plan('\ud83d', 40), /surrogate/],
    ['to cancel what is not planned', ({ cancel }) => cancel(11), /No string is planned to begin at .*12:11/],
    [
      'a time without an offset',
      ({ open }) => open().plan('x', { ...by, from: '2026-01-31T13:00:00', until: null }),
      /`from` must be .* offset/,
    ],
    [
      'a long note',
      ({ open }) => open().plan('x', { ...by, note: long(281), from: at(40), until: null }),
      /281 characters/,
    ],
  ])('is %s, and nothing is written', async (_name, change, message) => {
    const refused = change(schedule);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toMatchObject({ name: 'InvalidInputError' });
    expect(await schedule.open().latest()).toMatchObject({ version: 2 });
  });
  const by = { savedBy: 'Ada', expectedVersion: undefined, note: null };

  test('is a beginning before the current string ends, but not at that moment', async () => {
    await schedule.save('Fire drill', 5);
    await expect(schedule.plan('x', 4)).rejects.toThrow(/current string stays until .*12:05/);
    expect(await schedule.plan('x', 5)).toMatchObject({ version: 4 });
  });

  test('is the eleventh', async () => {
    for (let count = 3; count <= 10; count++) await schedule.plan(`planned ${count}`, 40 + count);
    await expect(schedule.plan('one more', 60)).rejects.toThrow(/^At most 10 strings can be planned/);
  });

  test('are neither windows that touch, nor the last moment of five years', async () => {
    await schedule.plan('before', 5, 10);
    await schedule.plan('after', 20, 30);
    await schedule.plan('late', FIVE_YEARS);
    expect((await schedule.open().planned()).map(({ value }) => value)).toEqual([
      'before',
      'Party',
      'after',
      'For good',
      'late',
    ]);
  });
});
