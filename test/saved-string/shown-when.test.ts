import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InvalidInputError } from '../../src/domain/errors.ts';
import type { Revision } from '../../src/domain/revision.ts';
import { type Action, readingAt } from '../support/plan-reading.ts';
import { repetitions } from '../support/random-repetition.ts';
import { at, createSchedule } from '../support/service/plan.ts';

const minutes = fc.integer({ min: 0, max: 12 });
const end = fc.option(minutes, { nil: undefined });
const step = fc.oneof(
  fc.record({ kind: fc.constant('wait' as const), minutes }),
  fc.record({ kind: fc.constant('save' as const), until: end }),
  fc.record({ kind: fc.constant('plan' as const), from: minutes, until: end }),
  fc.record({ kind: fc.constant('change' as const), which: fc.nat(), from: end, until: end }),
  fc.record({ kind: fc.constant('cancel' as const), which: fc.nat() }),
  fc.record({ kind: fc.constant('read' as const) }),
);

const FOREVER = Number.POSITIVE_INFINITY;

test('visitors read what the rule says, now and in the past, whenever they look', async () => {
  let changed = 0;
  const property = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
    const schedule = createSchedule();
    const actions: Action[] = [];
    /** Whole minutes are before the changes of that minute, which are a millisecond apart. */
    const AFTER = 0.01;
    const expected = (minute: number) => readingAt(actions, 'dynamic string', Date.parse(at(minute)));
    /** Takes down a change that was made, and not refused. */
    const make = async (change: Promise<Revision>, toAction: (savedAt: number, id: string) => Action) => {
      try {
        const { savedAt, version } = await change;
        actions.push(toAction(Date.parse(String(savedAt)), String(version)));
        changed++;
      } catch (error) {
        if (!(error instanceof InvalidInputError)) throw error;
      }
    };

    for (const [index, step] of steps.entries()) {
      const now = schedule.clock.minutes;
      const later = (offset: number | undefined) => (offset === undefined ? undefined : now + offset);
      const toMoment = (minute: number | undefined) => (minute === undefined ? FOREVER : Date.parse(at(minute)));
      const value = `string ${index}`;
      if (step.kind === 'wait') schedule.clock.minutes += step.minutes;
      if (step.kind === 'read') expect(await schedule.read()).toBe(expected(now + AFTER));
      if (step.kind === 'save') {
        const until = toMoment(later(step.until));
        await make(schedule.save(value, later(step.until)), (savedAt, id) => ({
          at: savedAt,
          value,
          ...(until === FOREVER ? { kind: 'save' } : { kind: 'plan', id, times: [[savedAt, until]] }),
        }));
      }
      if (step.kind === 'plan') {
        const times = [[toMoment(now + step.from), toMoment(later(step.until))]] as const;
        await make(schedule.plan(value, now + step.from, later(step.until)), (savedAt, id) => ({
          at: savedAt,
          kind: 'plan',
          id,
          value,
          times,
        }));
      }
      if (step.kind === 'change' || step.kind === 'cancel') {
        const planned = await schedule.open().planned();
        const { id, from, until } = planned[step.which % planned.length] ?? {};
        if (id === undefined) continue;
        if (step.kind === 'cancel') await make(schedule.cancel(id), (savedAt) => ({ at: savedAt, kind: 'cancel', id }));
        else {
          const given = {
            ...(step.from !== undefined && { from: at(now + step.from) }),
            ...(step.until !== undefined && { until: at(now + step.until) }),
          };
          const times = { from, until, ...given };
          const window = [Date.parse(String(times.from)), times.until ? Date.parse(times.until) : FOREVER] as const;
          await make(schedule.change(id, { value, ...given }), (savedAt) => ({
            at: savedAt,
            kind: 'plan',
            id,
            value,
            times: [window],
          }));
        }
      }
      expect((await schedule.open().latest()).value).toBe(expected(schedule.clock.minutes + AFTER));
    }

    // Far in the future nothing is planned any more, and the log is the record.
    const last = schedule.clock.minutes + 30;
    const foreseen = await Promise.all(
      Array.from({ length: 30 }, (_, index) => schedule.revisionAt(schedule.clock.minutes + index)),
    );
    expect(foreseen.map((then) => then?.value ?? 'dynamic string')).toEqual(
      foreseen.map((_, index) => expected(schedule.clock.minutes + index)),
    );
    const before = (await schedule.history()).length;
    schedule.clock.minutes = last;
    expect(await schedule.read()).toBe(expected(last));
    const history = await schedule.history();
    // However much was due, catching up wrote one entry.
    expect(history.length - before).toBeLessThanOrEqual(1);
    const times = history.slice(1).map(({ savedAt }) => Date.parse(String(savedAt)));
    expect(times).toEqual([...new Set(times)].sort((one, other) => one - other));
    const moments = Array.from({ length: 2 * last + 1 }, (_, index) => index / 2);
    const past = [];
    for (const moment of moments) past.push((await schedule.revisionAt(moment))?.value ?? 'dynamic string');
    expect(past).toEqual(moments.map(expected));
  });
  await fc.assert(property, { numRuns: 500 });
  expect(changed).toBeGreaterThan(1_500);
});

test('and where strings repeat, in places whose clocks change', async () => {
  const minutes = fc.array(fc.integer({ min: 0, max: 6 * 24 * 60 }), { minLength: 3, maxLength: 3 });
  const picks = fc.array(fc.nat(), { minLength: 10, maxLength: 10 });
  const property = fc.asyncProperty(repetitions(3), minutes, picks, async ({ first, end, strings }, waits, picks) => {
    const schedule = createSchedule();
    const actions: Action[] = [];
    const make = async (change: Promise<Revision>, toAction: (savedAt: number, id: string) => Action) => {
      const { savedAt, version } = await change;
      actions.push(toAction(Date.parse(String(savedAt)), String(version)));
      return String(version);
    };
    schedule.clock.minutes = (first - Date.parse(at(0))) / 60_000;
    for (const [index, { times, ...string }] of strings.entries()) {
      const value = `string ${index}`;
      const [from, until] = (times[0] ?? []).map((time) => new Date(time).toISOString());
      const change = schedule.repeat(value, { ...string, from: String(from), until: String(until) });
      const id = await make(change, (at, id) => ({ at, kind: 'plan', id, value, times }));
      const skipped = times[Number(picks[index]) % 8];
      if (!skipped) continue;
      const left = times.filter((one) => one !== skipped);
      await make(schedule.skip(id, new Date(skipped[0]).toISOString()), (at) => ({
        at,
        kind: 'plan',
        id,
        value,
        times: left,
        isSkip: true,
      }));
    }
    for (const [index, wait] of waits.entries()) {
      schedule.clock.minutes += wait;
      if (index === 1) await make(schedule.save('saved'), (at) => ({ at, kind: 'save', value: 'saved' }));
      // After what was changed in this minute.
      const expected = readingAt(actions, 'dynamic string', Date.parse(at(schedule.clock.minutes, 20)));
      expect(await schedule.read()).toBe(expected);
    }
    const moments = strings.flatMap(({ times }) => times.flat()).filter((moment) => moment < end);
    for (const pick of picks) {
      const time = Number(moments[pick % moments.length]) - (pick % 2);
      const then = await schedule.open().revisionAt(new Date(time), async () => {});
      expect([time, then?.value ?? 'dynamic string']).toEqual([time, readingAt(actions, 'dynamic string', time)]);
    }
  });
  await fc.assert(property, { numRuns: 50 });
});
