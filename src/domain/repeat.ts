import type { PlannedString } from './entry.ts';
import { InvalidInputError } from './errors.ts';
import { openZone, type Zone } from './local-time.ts';
import type { Occurrence, Occurrences } from './plan.ts';
import { parseRule, type Rule } from './repeat-rule.ts';

// A string repeats by local time, so that it begins and ends at the same hours whatever clocks do. A beginning that they
// leave out is skipped (RFC 5545, section 3.3.10). A reader of a plan opens all of it, so that opening must cost little.

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** More than any clock is set back. */
const CHANGE_MS = 4 * HOUR_MS;

/** How far to look for an occurrence, in milliseconds: near first, because most are. */
const REACHES_MS = [8 * DAY_MS, 80 * DAY_MS, 800 * DAY_MS, 4_400 * DAY_MS];

/** A COUNT is followed for more than a hundred years, and accepted if it ends within twenty. */
const MAX_COUNTED_MS = 40_000 * DAY_MS;
const MAX_COUNT_YEARS = 20;
const MAX_COUNT_MS = MAX_COUNT_YEARS * 365.25 * DAY_MS;

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

/** Days are counted from 1970, and months from the year 0. */
const dayOf = (local: number): number => Math.floor(local / DAY_MS);
const monthOf = (day: number): number => {
  const date = new Date(day * DAY_MS);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
};
const firstDayOf = (month: number): number =>
  new Date(0).setUTCFullYear(Math.floor(month / 12), month % 12, 1) / DAY_MS;

/** A week begins with Monday. */
const weekOf = (day: number): number => Math.floor((day + 3) / 7);
const weekdayOf = (day: number): number => day + 4 - Math.floor((day + 4) / 7) * 7;

/** A weekday of a month, the last one of its kind with -1, or each one with 0. */
const toCode = (nth: number, weekday: number): number => nth * WEEKDAYS.length + weekday;

const toCodes = (byDay: string): Set<number> =>
  new Set(byDay.split(',').map((day) => toCode(Number(day.slice(0, -2)), WEEKDAYS.indexOf(day.slice(-2)))));

type Calendar = (from: number, until: number) => number[];

/** Lists a rule's beginnings between two local times. */
const createCalendar = ({ FREQ, INTERVAL = '1', BYDAY, BYMONTHDAY }: Rule, first: number): Calendar => {
  const interval = Number(INTERVAL);
  const firstDay = dayOf(first);
  const timeMs = first - firstDay * DAY_MS;
  const isMonthly = FREQ === 'MONTHLY';
  const ownWeekdays = FREQ === 'WEEKLY' ? new Set([weekdayOf(firstDay)]) : undefined;
  const weekdays = BYDAY ? toCodes(BYDAY) : ownWeekdays;
  const ownDates = isMonthly && !BYDAY ? new Set([new Date(first).getUTCDate()]) : undefined;
  const dates = BYMONTHDAY ? new Set(BYMONTHDAY.split(',').map(Number)) : ownDates;
  const periodOf = isMonthly ? monthOf : FREQ === 'WEEKLY' ? weekOf : (day: number) => day;
  const isInPeriod = (day: number) => (periodOf(day) - periodOf(firstDay)) % interval === 0;

  /** @param left How many days of the month are left, with it. */
  const isMeant = (day: number, date: number, left: number): boolean => {
    if (dates && !dates.has(date) && !dates.has(-left)) return false;
    if (!weekdays) return true;
    const weekday = weekdayOf(day);
    const has = (nth: number) => weekdays.has(toCode(nth, weekday));
    return has(0) || has(Math.ceil(date / 7)) || has(-Math.ceil(left / 7));
  };

  return (from, until) => {
    const begins: number[] = [];
    const begin = Math.max(Math.ceil((from - timeMs) / DAY_MS), firstDay);
    const end = Math.floor((until - timeMs) / DAY_MS);
    for (let month = monthOf(begin); firstDayOf(month) <= end; month += 1) {
      const [start, next] = [firstDayOf(month), firstDayOf(month + 1)];
      if (isMonthly && !isInPeriod(start)) continue;
      for (let day = Math.max(start, begin); day < next && day <= end; day += 1) {
        if (isMeant(day, day - start + 1, next - day) && (isMonthly || isInPeriod(day))) {
          begins.push(day * DAY_MS + timeMs);
        }
      }
    }
    return begins;
  };
};

const readUntil = (until: string, zone: Zone): number => {
  const [date, time = '235959Z'] = until.split('T');
  const local = Date.parse(`${date}T${time}`.replace(/(....)(..)(..)T(..)(..)(..)/, '$1-$2-$3T$4:$5:$6'));
  return until.includes('T') ? local : zone.toLaterTime(local + 999);
};

/** Finds the last of `count` beginnings, as a local time. */
const findLast = (count: number, first: number, calendar: Calendar, counts = (_local: number) => true): number => {
  let left = count;
  for (let from = first, step = count * DAY_MS; from < first + MAX_COUNTED_MS; from += step, step *= 2) {
    const found = calendar(from, from + step - 1).filter(counts);
    const last = found[left - 1];
    if (last !== undefined) return last;
    left -= found.length;
  }
  return Number.POSITIVE_INFINITY;
};

interface End {
  /** The last moment at which one may begin. */
  readonly end: () => number;
  /** No later than `end`, and found at once. */
  readonly leastEnd: number;
}

/** Those that clocks leave out don't count. To ask a zone for all the others takes long, and is put off. */
const findEnd = ({ UNTIL, COUNT }: Rule, first: number, zone: Zone, calendar: Calendar): End => {
  const toTime = (last: number) => (last === Number.POSITIVE_INFINITY ? last : zone.toLaterTime(last));
  if (!COUNT) {
    const leastEnd = UNTIL ? readUntil(UNTIL, zone) : Number.POSITIVE_INFINITY;
    return { end: () => leastEnd, leastEnd };
  }
  let found: number | undefined;
  const end = () => {
    found ??= toTime(findLast(Number(COUNT), first, calendar, (local) => zone.toTime(local) !== undefined));
    return found;
  };
  return { end, leastEnd: toTime(findLast(Number(COUNT), first, calendar)) };
};

const open = ({ from, until, repeat, timeZone, skipped }: PlannedString) => {
  const rule = parseRule(String(repeat));
  const zone = openZone(String(timeZone));
  const first = zone.toLocal(Date.parse(from));
  const lengthMs = zone.toLocal(Date.parse(String(until))) - first;
  const calendar = createCalendar(rule, first);
  /** Lists what begins between two local times. */
  const list = (fromLocal: number, untilLocal: number): Occurrence[] =>
    calendar(fromLocal, untilLocal).flatMap((local) => {
      const begin = zone.toTime(local);
      return begin === undefined ? [] : [{ from: begin, until: zone.toLaterTime(local + lengthMs) }];
    });
  const isSkipped = new Set(skipped.map((time) => Date.parse(time)));
  return { rule, zone, first, lengthMs, list, ...findEnd(rule, first, zone, calendar), isSkipped, calendar };
};

/** Opens the occurrences of a string that repeats. */
export const openRepeat = (string: PlannedString): Occurrences => {
  const { zone, first, list, end, leastEnd, isSkipped } = open(string);
  const isOver = (time: number) => time > leastEnd && time > end();
  const takesPlace = ({ from }: Occurrence) => !isOver(from) && !isSkipped.has(from);
  const search = (find: (reachMs: number) => Occurrence | undefined): Occurrence | undefined => {
    for (const reachMs of REACHES_MS) {
      const found = find(reachMs);
      if (found) return found;
    }
    return undefined;
  };
  return {
    latest: (time) => {
      const local = zone.toLocal(isOver(time) ? end() : time) + CHANGE_MS;
      return search((reachMs) => list(local - reachMs, local).findLast((one) => one.from <= time && takesPlace(one)));
    },
    next: (time) => {
      if (isOver(time)) return undefined;
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
  if (!isZone(zone)) refuse(`There is no \`timeZone\` ${JSON.stringify(zone)}. Choose one such as Europe/Dublin.`);
  const { calendar, first, lengthMs } = open(string);
  const begins = calendar(first, first + COMPARED_MS).slice(0, MAX_COMPARED);
  const overlaps = begins.some((begin, index) => begin + lengthMs > (begins[index + 1] ?? Number.POSITIVE_INFINITY));
  if (overlaps) refuse('The string would overlap itself. It must end before it begins again.');
  if (!openRepeat(string).next(Date.parse(string.from) - 1)) refuse('`repeat` gives no time in the next years.');
};

/** @throws InvalidInputError for a COUNT that would take a while to follow whenever the plan is read. */
export const checkCount = (string: PlannedString): void => {
  const { rule, first, leastEnd } = open(string);
  if (!rule.COUNT || leastEnd <= first + MAX_COUNT_MS) return;
  refuse(`\`repeat\` has a COUNT that takes more than ${MAX_COUNT_YEARS} years. Use a smaller one, or UNTIL.`);
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
