import type { PlannedString } from './api.ts';
import { clockOf, formatHour, formatSpan, formatTime, toDay, zone } from './times.ts';

const DAYS = {
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
  SU: 'Sunday',
};
const ORDINALS: Readonly<Record<string, string>> = {
  1: 'first',
  2: 'second',
  3: 'third',
  4: 'fourth',
  5: 'fifth',
  '-1': 'last',
};
const UNITS: Readonly<Record<string, string>> = { DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month' };

/** The codes of the days in a rule of RFC 5545, from Monday. */
export const DAY_CODES = Object.keys(DAYS) as (keyof typeof DAYS)[];

const list = (words: readonly string[]): string => new Intl.ListFormat('en').format(words);

/** Splits a rule of RFC 5545 into its parts. */
export const parseRule = (rule: string): Readonly<Record<string, string>> =>
  Object.fromEntries(rule.split(';').map((part) => part.split('=')));

/** The code of the weekday of a day such as `2026-01-31`. */
export const codeOf = (day: string): keyof typeof DAYS => DAY_CODES[(new Date(day).getUTCDay() + 6) % 7] ?? 'MO';

const nameDays = (codes: readonly string[]): string => {
  const names = codes.map((code) => {
    const [, ordinal = '', day = ''] = /^([-+]?\d*)(\w\w)$/.exec(code) ?? [];
    const name = DAYS[day as keyof typeof DAYS];
    return ordinal === '' ? name : `the ${ORDINALS[Number(ordinal)] ?? ordinal} ${name}`;
  });
  return list(names);
};

const nameDates = (dates: readonly string[]): string =>
  list(dates.map((date) => (Number(date) < 0 ? `day ${-Number(date)} from its end` : `day ${date}`)));

/** Says on which days a string repeats, such as "every weekday". */
const describeDays = (rule: string, from: string, timeZone: string): string => {
  const { FREQ = '', INTERVAL = '1', BYDAY, BYMONTHDAY } = parseRule(rule);
  const codes = BYDAY?.split(',') ?? [];
  const isEach = (...days: string[]) => codes.length === days.length && days.every((day) => codes.includes(day));
  if (INTERVAL === '1') {
    if (isEach('MO', 'TU', 'WE', 'TH', 'FR')) return 'every weekday';
    if (isEach(...DAY_CODES) || (FREQ === 'DAILY' && codes.length === 0)) return 'every day';
    if (FREQ !== 'MONTHLY') return `every ${nameDays(codes.length > 0 ? codes : [codeOf(toDay(from, timeZone))])}`;
  }
  const every = INTERVAL === '1' ? `every ${UNITS[FREQ]}` : `every ${INTERVAL} ${UNITS[FREQ]}s`;
  const dates =
    BYMONTHDAY?.split(',') ??
    (FREQ === 'MONTHLY' && codes.length === 0 ? [String(Number(toDay(from, timeZone).slice(8)))] : []);
  const days =
    codes.length > 0 ? [nameDays(codes)] : FREQ === 'WEEKLY' ? [nameDays([codeOf(toDay(from, timeZone))])] : [];
  const on = [...days, ...(dates.length > 0 ? [nameDates(dates)] : [])];
  return on.length === 0 ? every : `${every} on ${on.join(', ')}`;
};

/** Says when a rule ends: after a day, or a number of times. */
const describeEnd = (rule: string): string => {
  const { UNTIL, COUNT } = parseRule(rule);
  if (COUNT !== undefined) return `, ${COUNT} times`;
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)/.exec(UNTIL ?? '') ?? [];
  const last = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
  return year === undefined ? '' : `, until ${last.format(new Date(`${year}-${month}-${day}`))}`;
};

export const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Says when a planned string is shown, such as "Every weekday, 9:00 to 17:00, Dublin time". */
export const describePlan = ({
  from,
  until,
  repeat,
  timeZone,
}: Pick<PlannedString, 'from' | 'until' | 'repeat' | 'timeZone'>): string => {
  if (repeat !== null) {
    const place = timeZone ?? zone;
    const hours =
      until === null ? formatHour(from, place) : `${formatHour(from, place)} to ${formatHour(until, place)}`;
    const clock = clockOf(place);
    return `${capitalize(describeDays(repeat, from, place))}, ${hours}${clock && `, ${clock}`}${describeEnd(repeat)}`;
  }
  if (from <= new Date().toISOString()) return `Begun${until === null ? '' : `, until ${formatTime(until)}`}`;
  return until === null ? `From ${formatTime(from)}` : capitalize(formatSpan(from, until));
};
