import * as loaded from 'rrule';
import type { PlannedString } from './entry.ts';
import { InvalidInputError } from './errors.ts';
import { openZone, type Zone } from './local-time.ts';
import type { Occurrence, Occurrences } from './plan.ts';
import { parseRule, type Rule } from './repeat-rule.ts';

// A string repeats by local time, so that it begins and ends at the same hours whatever clocks do. A beginning that they
// leave out is skipped (RFC 5545, section 3.3.10). The library knows the calendar and no zones.

// Node finds the library's CommonJS build, as `default`; a bundler finds the other and no `default`, and would warn.
const { RRule } = (Reflect.get(loaded, 'default') as typeof loaded | undefined) ?? loaded;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;

/** More than any clock is set back. */
const CHANGE_MS = 4 * HOUR_MS;

/** How far to look for an occurrence, in milliseconds: near first, because most are. */
const REACHES_MS = [8 * DAY_MS, 80 * DAY_MS, 800 * DAY_MS, 4_400 * DAY_MS];

/** A COUNT is followed for more than a hundred years. */
const MAX_COUNTED_MS = 40_000 * DAY_MS;

const EVERY_DAY = String(Array.from({ length: 31 }, (_, index) => index + 1));
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

const monthOf = (local: number): number => {
  const date = new Date(local);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
};

type Calendar = (from: number, until: number) => number[];

/**
 * Lists a rule's beginnings between two local times. The library counts from its start, which is therefore moved near, by
 * whole intervals.
 */
const createCalendar = ({ FREQ, INTERVAL = '1', BYDAY, BYMONTHDAY }: Rule, first: number): Calendar => {
  const interval = Number(INTERVAL);
  const begin = new Date(first);
  const day = BYDAY ?? (FREQ === 'WEEKLY' ? WEEKDAYS[begin.getUTCDay()] : undefined);
  // The library takes as long for one day as for a month of days.
  const isByMonth = FREQ === 'MONTHLY' || interval === 1;
  const ownDay = BYDAY ? undefined : String(begin.getUTCDate());
  const monthDay = BYMONTHDAY ?? (FREQ === 'MONTHLY' ? ownDay : isByMonth ? EVERY_DAY : undefined);
  const options = RRule.parseString(
    `FREQ=${isByMonth ? 'MONTHLY' : FREQ};INTERVAL=${interval}` +
      `${day ? `;BYDAY=${day}` : ''}${monthDay ? `;BYMONTHDAY=${monthDay}` : ''}`,
  );

  const startNear = (local: number): number => {
    const periodMs = interval * (FREQ === 'DAILY' ? DAY_MS : WEEK_MS);
    if (!isByMonth) return first + Math.floor((local - first) / periodMs) * periodMs;
    const months = Math.floor((monthOf(local) - monthOf(first)) / interval) * interval;
    return Date.UTC(begin.getUTCFullYear(), begin.getUTCMonth() + months) + (first % DAY_MS);
  };

  return (from, until) => {
    // A week begins before the day on which it is entered.
    const near = startNear(Math.max(from - WEEK_MS, first));
    const rule = new RRule({ ...options, dtstart: new Date(near) });
    const dates = rule.between(new Date(Math.max(from, first)), new Date(Math.max(until, first - 1)), true);
    return dates.map((date) => date.getTime());
  };
};

/** The last moment at which one may begin. Those that clocks leave out don't count. */
const findEnd = ({ UNTIL, COUNT = '0' }: Rule, first: number, zone: Zone, calendar: Calendar): number => {
  if (UNTIL) {
    const [date, time = '235959Z'] = UNTIL.split('T');
    const local = Date.parse(`${date}T${time}`.replace(/(....)(..)(..)T(..)(..)(..)/, '$1-$2-$3T$4:$5:$6'));
    return UNTIL.includes('T') ? local : zone.toLaterTime(local + 999);
  }
  let left = Number(COUNT);
  for (let from = first, step = DAY_MS; left > 0 && from < first + MAX_COUNTED_MS; from += step, step *= 2) {
    const found = calendar(from, from + step - 1).flatMap((local) => zone.toTime(local) ?? []);
    const last = found[left - 1];
    if (last !== undefined) return last;
    left -= found.length;
  }
  return Number.POSITIVE_INFINITY;
};

const open = ({ from, until, repeat, timeZone, skipped }: PlannedString) => {
  const rule = parseRule(String(repeat));
  const zone = openZone(String(timeZone));
  const first = zone.toLocal(Date.parse(from));
  const lengthMs = zone.toLocal(Date.parse(String(until))) - first;
  // The library counts whole seconds.
  const partMs = first % 1_000;
  const seconds = createCalendar(rule, first - partMs);
  const calendar: Calendar = (from, until) => seconds(from - partMs, until - partMs).map((second) => second + partMs);
  /** Lists what begins between two local times. */
  const list = (fromLocal: number, untilLocal: number): Occurrence[] =>
    calendar(fromLocal, untilLocal).flatMap((local) => {
      const begin = zone.toTime(local);
      return begin === undefined ? [] : [{ from: begin, until: zone.toLaterTime(local + lengthMs) }];
    });
  const end = findEnd(rule, first, zone, calendar);
  return { zone, first, lengthMs, list, end, isSkipped: new Set(skipped.map((time) => Date.parse(time))), calendar };
};

/** Opens the occurrences of a string that repeats. */
export const openRepeat = (string: PlannedString): Occurrences => {
  const { zone, first, list, end, isSkipped } = open(string);
  const takesPlace = ({ from }: Occurrence) => from <= end && !isSkipped.has(from);
  const search = (find: (reachMs: number) => Occurrence | undefined): Occurrence | undefined => {
    for (const reachMs of REACHES_MS) {
      const found = find(reachMs);
      if (found) return found;
    }
    return undefined;
  };
  return {
    latest: (time) => {
      const local = zone.toLocal(Math.min(time, end)) + CHANGE_MS;
      return search((reachMs) => list(local - reachMs, local).findLast((one) => one.from <= time && takesPlace(one)));
    },
    next: (time) => {
      if (time >= end) return undefined;
      const local = Math.max(zone.toLocal(time) - CHANGE_MS, first);
      return search((reachMs) => list(local, local + reachMs).find((one) => one.from > time && takesPlace(one)));
    },
  };
};

/** Skips on the same days what was skipped before a change. @returns beginnings, as the plan keeps them. */
export const moveSkipped = (before: PlannedString, after: PlannedString): string[] => {
  const old = openZone(String(before.timeZone));
  const { list } = open(after);
  return before.skipped.flatMap((time) => {
    const local = old.toLocal(Date.parse(time));
    const midnight = local - (local % DAY_MS);
    return list(midnight, midnight + DAY_MS - 1).map(({ from }) => new Date(from).toISOString());
  });
};

/** As many occurrences are compared with those that follow them, of four years. */
const MAX_COMPARED = 400;
const COMPARED_MS = 1_500 * DAY_MS;

const refuse = (message: string): never => {
  throw new InvalidInputError(message);
};

/** @throws InvalidInputError for a repetition that visitors could not read as it is meant. */
export const checkRepeat = (string: PlannedString): void => {
  const { repeat, timeZone, until } = string;
  if (repeat === null) refuse('`timeZone` goes with `repeat`.');
  if (timeZone === null) refuse('A string that repeats needs a `timeZone`, such as Europe/Dublin.');
  if (until === null) refuse('A string that repeats needs `until`: otherwise it would overlap itself.');
  parseRule(String(repeat));
  const zone = String(timeZone);
  if (!isZone(zone)) refuse(`There is no time zone ${JSON.stringify(zone)}. Choose one such as Europe/Dublin.`);
  const { calendar, first, lengthMs } = open(string);
  const begins = calendar(first, first + COMPARED_MS).slice(0, MAX_COMPARED);
  const overlaps = begins.some((begin, index) => begin + lengthMs > (begins[index + 1] ?? Number.POSITIVE_INFINITY));
  if (overlaps) refuse('The string would overlap itself. It must end before it begins again.');
  if (!openRepeat(string).next(Date.parse(string.from) - 1)) refuse('`repeat` gives no time in the next years.');
};

/** Names of the IANA's database only: an offset would not know when clocks change. */
const isZone = (timeZone: string): boolean => {
  try {
    return /^[A-Za-z]/.test(timeZone) && openZone(timeZone) !== undefined;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};
