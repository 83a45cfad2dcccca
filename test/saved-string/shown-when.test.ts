import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InvalidInputError } from '../../src/domain/errors.ts';
import { createSchedule } from '../support/service/plan.ts';

/** A string, and when visitors read it unless one that begins later stands before it. In minutes. */
interface Shown {
  readonly value: string;
  readonly from: number;
  /** Infinity if it stays. */
  readonly until: number;
}

/** The model: of all strings that have begun, the one that began last is shown, or, once ended, the last that stays. */
const shownAt = (strings: readonly Shown[], time: number): string => {
  const begun = strings.filter(({ from }) => from <= time);
  const last = begun.at(-1);
  const stays = begun.findLast(({ until }) => until === Number.POSITIVE_INFINITY);
  return (last && time < last.until ? last : stays)?.value ?? 'dynamic string';
};

const overlap = (one: Shown, other: Shown): boolean => {
  const isIn = ({ from }: Shown, { from: begin, until }: Shown) =>
    from === begin || (from > begin && from < until && until !== Number.POSITIVE_INFINITY);
  return isIn(one, other) || isIn(other, one);
};

const minutes = fc.integer({ min: 0, max: 12 });
const end = fc.option(minutes, { nil: undefined });
const step = fc.oneof(
  fc.record({ kind: fc.constant('wait' as const), minutes }),
  fc.record({ kind: fc.constant('save' as const), until: end }),
  fc.record({ kind: fc.constant('plan' as const), from: minutes, until: end }),
  fc.record({ kind: fc.constant('cancel' as const), from: minutes }),
  fc.record({ kind: fc.constant('read' as const) }),
);

/** Whether the change was made, and not refused. */
const isMade = async (change: Promise<unknown>): Promise<boolean> => {
  try {
    await change;
    return true;
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return false;
  }
};

test('visitors read what the model shows, now and in the past, whoever looks when', async () => {
  const property = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
    const schedule = createSchedule();
    let strings: Shown[] = [];
    let planned = 0;
    const add = (string: Shown) => {
      strings = [...strings, string].toSorted((one, other) => one.from - other.from);
    };

    for (const [index, { kind, ...details }] of steps.entries()) {
      const now = schedule.clock.minutes;
      const later = (offset: number | undefined) => (offset === undefined ? undefined : now + offset);
      const value = `string ${index}`;
      const coming = strings.filter(({ from }) => from > now);
      if (kind === 'wait') schedule.clock.minutes += (details as { minutes: number }).minutes;
      if (kind === 'read') expect(await schedule.read()).toBe(shownAt(strings, now));
      if (kind === 'save') {
        const { until } = details as { until?: number };
        const string = { value, from: now, until: later(until) ?? Number.POSITIVE_INFINITY };
        const isAllowed =
          string.until > now && (until === undefined || !coming.some((other) => overlap(string, other)));
        expect(await isMade(schedule.save(value, later(until)))).toBe(isAllowed);
        if (isAllowed) add(string);
      }
      if (kind === 'plan') {
        const { from, until } = details as { from: number; until?: number };
        const string = { value, from: now + from, until: later(until) ?? Number.POSITIVE_INFINITY };
        const current = strings.findLast((other) => other.from <= now);
        const ends = current && current.until > now && current.until !== Number.POSITIVE_INFINITY ? current.until : now;
        const isAllowed =
          from > 0 &&
          string.until > string.from &&
          string.from >= ends &&
          coming.length < 10 &&
          !coming.some((other) => overlap(string, other));
        expect(await isMade(schedule.plan(value, string.from, later(until)))).toBe(isAllowed);
        if (isAllowed) add(string);
        if (isAllowed) planned++;
      }
      if (kind === 'cancel') {
        const { from } = details as { from: number };
        const cancelled = coming.find((other) => other.from === now + from);
        expect(await isMade(schedule.cancel(now + from))).toBe(cancelled !== undefined);
        strings = strings.filter((other) => other !== cancelled);
      }
    }

    // Far in the future nothing is planned any more, and the log is the record.
    const last = schedule.clock.minutes + 30;
    schedule.clock.minutes = last;
    expect(await schedule.read()).toBe(shownAt(strings, last));
    const history = await schedule.history();
    const times = history.slice(1).map(({ savedAt }) => Date.parse(String(savedAt)));
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(planned).toBeLessThan(history.length);
    for (let time = 0; time <= last; time++) {
      const then = await schedule.revisionAt(time);
      expect(then?.value ?? 'dynamic string').toBe(shownAt(strings, time));
    }
  });
  await fc.assert(property, { numRuns: 300 });
});
