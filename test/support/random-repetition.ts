import fc from 'fast-check';
import { occurrencesOn, readClock } from './wall-clock.ts';

const DAY_MS = 86_400_000;
const DAYS = 20;

const nextDay = (date: string): string => new Date(Date.parse(date) + DAY_MS).toISOString().slice(0, 10);

/** Rules, each with the days that it means, and how many of them. */
const RULES: readonly [string, (date: string, weekday: string, day: number) => boolean, number?][] = [
  ['FREQ=DAILY', () => true],
  ['FREQ=DAILY;INTERVAL=2', (_date, _weekday, day) => day % 2 === 0],
  ['FREQ=DAILY;COUNT=5', () => true, 5],
  ['FREQ=WEEKLY;BYDAY=SA,SU,MO', (_date, weekday) => ['SA', 'SU', 'MO'].includes(weekday)],
  ['FREQ=WEEKLY;BYDAY=SU;COUNT=2', (_date, weekday) => weekday === 'SU', 2],
  ['FREQ=MONTHLY;BYMONTHDAY=29,-1,8', (date) => /-(29|08)$/.test(date) || nextDay(date).endsWith('01')],
];

const ZONES = ['Europe/Dublin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Asia/Kathmandu'];

/** Days shortly before some of these places change their clocks, forward or back. */
const BEGINNINGS = ['2026-02-10', '2026-03-01', '2026-03-22', '2026-03-30', '2026-09-28', '2026-10-19', '2026-10-26'];

const time = fc.constantFrom('00:30', '01:15', '02:15', '02:30', '03:00', '09:00', '17:00', '22:00');

/** A string that repeats, and all its times before `end`, as the clocks of its place show them. */
export interface Repetition {
  readonly repeat: string;
  readonly timeZone: string;
  readonly times: readonly (readonly [from: number, until: number])[];
}

/** Some that begin in the same days after `first`. */
export const repetitions = (count: number) =>
  fc.constantFrom(...BEGINNINGS.map((day) => Date.parse(day))).chain((first) => {
    const choice = fc.record({
      timeZone: fc.constantFrom(...ZONES),
      rule: fc.constantFrom(...RULES),
      begin: time,
      end: time,
      inDays: fc.integer({ min: 1, max: 6 }),
    });
    const one = choice
      .map(({ timeZone, rule: [repeat, isMeant, most], begin, end, inDays }) => {
        const day = new Date(first + inDays * DAY_MS).toISOString().slice(0, 10);
        const times = occurrencesOn({ timeZone, first: day, days: DAYS, begin, end }, isMeant).slice(0, most);
        return { repeat, timeZone, times, end };
      })
      // The end of the first one says when all of them end.
      .filter(
        ({ timeZone, times: [first], end }) => first !== undefined && readClock(timeZone)(first[1]).endsWith(end),
      );
    return fc.record({
      first: fc.constant(first),
      end: fc.constant(first + DAYS * DAY_MS),
      strings: fc.array<Repetition>(one, { minLength: count, maxLength: count }),
    });
  });
