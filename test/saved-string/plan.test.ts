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
      version: 3,
      value: 'Open',
      savedAt: at(10),
      savedBy: 'Ada',
      note: null,
      restores: 1,
      until: null,
      keeps: null,
    });
  });

  test('brings back the initial string if nobody had saved one', async () => {
    await schedule.save('Fire drill', 10);
    schedule.clock.minutes = 11;
    expect(await schedule.open().latest()).toMatchObject({ version: 2, value: 'dynamic string', restores: 0 });
  });

  test('loses its end to a string that is saved over it', async () => {
    await schedule.save('Fire drill', 10);
    await schedule.save('Evacuation');
    schedule.clock.minutes = 11;
    expect(await schedule.open().latest()).toMatchObject({ version: 2, value: 'Evacuation', until: null });
  });

  test('saved over another with a later end brings that one back, and then what was there before both', async () => {
    await schedule.save('Open');
    await schedule.save('Fire drill', 10);
    await schedule.save('Short break', 5);
    schedule.clock.minutes = 5;
    const drill = { version: 4, value: 'Fire drill', restores: 2, until: at(10), savedBy: 'Ada' };
    expect(await schedule.open().latest()).toMatchObject(drill);
    schedule.clock.minutes = 10;
    expect(await schedule.open().latest()).toMatchObject({ version: 5, value: 'Open', restores: 1, until: null });
  });

  test('saved over another with the same end brings back what was there before both', async () => {
    await schedule.save('Open');
    await schedule.save('Fire drill', 10);
    await schedule.save('Short break', 10);
    schedule.clock.minutes = 10;
    expect(await schedule.open().latest()).toMatchObject({ version: 4, value: 'Open', restores: 1 });
  });

  test('can be changed and cancelled like a planned one', async () => {
    await schedule.save('Open');
    await schedule.save('Fire drill', 10);
    expect(await schedule.planned()).toEqual([['2', 'Fire drill']]);
    expect(await schedule.change('2', { until: at(20) })).toMatchObject({
      value: 'Fire drill',
      keeps: 2,
      until: at(20),
    });
    schedule.clock.minutes = 10;
    expect(await schedule.change('2', { value: 'Fire' })).toMatchObject({
      version: 4,
      value: 'Fire',
      savedBy: 'Grace',
      restores: null,
      keeps: null,
      until: at(20),
    });
    expect(await schedule.cancel('2')).toMatchObject({ value: 'Open', savedBy: 'Grace', restores: 1, until: null });
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
      version: 1,
      value: 'dynamic string',
      savedAt: at(0),
      savedBy,
      keeps: 0,
      // The note is as secret as the string.
      note: null,
    });
    expect(await schedule.open().planned()).toMatchObject([
      { id: '1', value: 'Party', from: at(10), until: at(20), repeat: null, skipped: [], note, plannedBy: savedBy },
    ]);
    schedule.clock.minutes = 10;
    expect(await schedule.open().latest()).toMatchObject({
      version: 2,
      value: 'Party',
      savedAt: at(10),
      savedBy,
      note,
    });
    expect(await schedule.planned()).toEqual([['1', 'Party']]);
    schedule.clock.minutes = 20;
    expect(await schedule.open().latest()).toMatchObject({ version: 3, value: 'dynamic string', restores: 0 });
    expect(await schedule.planned()).toEqual([]);
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
    for (const minutes of [10, 20, 30]) {
      schedule.clock.minutes = minutes;
      await schedule.read();
    }
    expect((await schedule.history()).slice(3).map(({ value, savedAt }) => [value, savedAt])).toEqual([
      ['Open', at(0, 2)],
      ['First', at(10)],
      ['Second', at(20)],
      ['Open', at(30)],
    ]);
  });

  test('does not begin once it is cancelled', async () => {
    await schedule.plan('Party', 10);
    expect(await schedule.cancel('1')).toMatchObject({ version: 2, keeps: 0, savedBy: 'Grace' });
    expect(await schedule.planned()).toEqual([]);
    schedule.clock.minutes = 11;
    expect(await schedule.read()).toBe('dynamic string');
  });

  test('that has begun to stay can no longer be cancelled', async () => {
    await schedule.plan('Party', 10);
    schedule.clock.minutes = 10;
    await expect(schedule.cancel('1')).rejects.toThrow(/^This string is not planned/);
    expect(await schedule.read()).toBe('Party');
  });

  test('is replaced until its end, or from then on', async () => {
    await schedule.plan('Party', 10, 30);
    schedule.clock.minutes = 10;
    await schedule.save('Fire', 20);
    schedule.clock.minutes = 20;
    expect(await schedule.open().latest()).toMatchObject({ value: 'Party', until: at(30), savedBy: 'Ada' });
    await schedule.save('Fire');
    schedule.clock.minutes = 30;
    expect(await schedule.read()).toBe('Fire');
  });

  test('of two that begin together, the last to be planned or changed is shown', async () => {
    await schedule.plan('First', 10, 30);
    await schedule.plan('Second', 10, 20);
    expect((await schedule.revisionAt(10))?.value).toBe('Second');
    await schedule.change('1', { note: 'Later' });
    expect((await schedule.revisionAt(10))?.value).toBe('First');
  });

  test('changes, and what is left out stays', async () => {
    const { id } = { id: '1' };
    await schedule.plan('Party', 10, 20);
    expect(await schedule.change(id, { from: at(15), note: 'why' })).toMatchObject({ keeps: 0, note: null });
    expect(await schedule.open().planned()).toMatchObject([
      { id, value: 'Party', from: at(15), until: at(20), note: 'why', plannedBy: 'Grace' },
    ]);
    expect(await schedule.open().planned(1)).toMatchObject([{ id, from: at(10), note: null, plannedBy: 'Ada' }]);
    await schedule.change(id, { until: null });
    schedule.clock.minutes = 15;
    expect(await schedule.open().latest()).toMatchObject({ value: 'Party', until: null, note: 'why' });
  });

  test('that is shown and moved to later goes until then', async () => {
    await schedule.plan('Party', 10, 20);
    schedule.clock.minutes = 12;
    expect(await schedule.change('1', { from: at(15) })).toMatchObject({
      value: 'dynamic string',
      restores: 0,
      note: null,
    });
    expect((await schedule.revisionAt(15))?.value).toBe('Party');
  });

  test('that was cancelled or has ended can be seen at the version before', async () => {
    await schedule.plan('Party', 10, 20);
    await schedule.cancel('1');
    expect(await schedule.planned(1)).toEqual([['1', 'Party']]);
    expect(await schedule.planned(2)).toEqual([]);
    await expect(schedule.planned(9)).rejects.toThrow('Version 9 does not exist.');
  });

  test('is written down before a save at the same moment, which then replaces it', async () => {
    await schedule.plan('Party', 10);
    schedule.clock.minutes = 10;
    const change = { savedBy: 'Ada', note: null, expectedVersion: 1 };
    await expect(schedule.open().save('mine', change)).rejects.toMatchObject({
      current: { version: 2, value: 'Party' },
    });
    expect(await schedule.save('mine')).toMatchObject({ version: 3, savedAt: at(10, 1) });
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
    ['a beginning now', ({ plan }) => plan('x', 0), /`from` must be in the future: after 2026-01-31T12:00:00.00\dZ/],
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
      'more than 128 KiB as stored',
      ({ plan }) => plan('\u0001'.repeat(22_000), 40),
      /take 132\d{3} bytes together as stored; the limit is 131072/,
    ],
    ['too long a string', ({ plan }) => plan(long(32 * 1024 + 1), 40), /The value takes 32769 bytes/],
    ['half a character', ({ plan }) => plan('\ud83d', 40), /surrogate/],
    ['to cancel what is not planned', ({ cancel }) => cancel('11'), /^This string is not planned/],
    ['to change what is not planned', ({ change }) => change('1.5', {}), /^This string is not planned/],
    ['a change to a beginning after its end', ({ change }) => change('1', { from: at(20) }), /`until` must be after/],
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

  test('is the fifty-first', async () => {
    for (let count = 3; count <= 50; count++) await schedule.plan(`planned ${count}`, 40 + count);
    await expect(schedule.plan('one more', 60)).rejects.toThrow(/^At most 50 strings can be planned/);
  });

  test('is never what may be saved, whatever is planned', async () => {
    for (let count = 3; count <= 50; count++) await schedule.plan(long(2_500), 40 + count);
    await expect(schedule.plan(long(9_000), 60)).rejects.toThrow(/^At most 50/);
    await schedule.save(long(32 * 1024));
    await schedule.save(long(32 * 1024), 100);
    await schedule.open().restore(1, { savedBy: 'Ada', note: null, expectedVersion: undefined });
  });

  test('are neither strings that overlap, nor the last moment of five years', async () => {
    await schedule.plan('before', 5, 15);
    await schedule.plan('within', 12, 13);
    await schedule.plan('late', FIVE_YEARS);
    expect((await schedule.planned()).map(([, value]) => value)).toEqual([
      'before',
      'Party',
      'within',
      'For good',
      'late',
    ]);
  });
});
