import type { PlannedString } from '../client/client.ts';
import { clockOf, formatHour, formatSpan, formatTime, now, toDay, zone } from './times.ts';

/** The days of the week, by their codes in a rule of RFC 5545. */
export const DAYS: Readonly<Record<string, string>> = {
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

export const DAY_CODES = Object.keys(DAYS);
export const WORKDAYS = DAY_CODES.slice(0, 5);

const list = (words: readonly string[]): string => new Intl.ListFormat('en').format(words);

/** Splits a rule of RFC 5545 into its parts. */
export const parseRule = (rule: string): Readonly<Record<string, string>> =>
  Object.fromEntries(rule.split(';').map((part) => part.split('=')));

/** The code of the weekday of a day such as `2026-01-31`. */
export const codeOf = (day: string): string => DAY_CODES[(new Date(day).getUTCDay() + 6) % 7] ?? '';

const nameDays = (codes: readonly string[]): string => {
  const names = codes.map((code) => {
    const [, ordinal = '', day = ''] = /^([-+]?\d*)(\w\w)$/.exec(code) ?? [];
    const name = DAYS[day] ?? '';
    return ordinal === '' ? name : `the ${ORDINALS[Number(ordinal)] ?? ordinal} ${name}`;
  });
  return list(names);
};

const nameDates = (dates: readonly string[]): string =>
  list(
    dates.map((date) => {
      if (Number(date) < 0) return `day ${-Number(date)} from its end`;
      return `day ${date}${Number(date) > 28 ? ', where it has one' : ''}`;
    }),
  );

/** Says on which days a string repeats, such as "every weekday". */
const describeDays = (rule: string, from: string, timeZone: string): string => {
  const { FREQ = '', INTERVAL = '1', BYDAY, BYMONTHDAY } = parseRule(rule);
  const first = toDay(from, timeZone);
  const codes = BYDAY?.split(',') ?? (FREQ === 'WEEKLY' ? [codeOf(first)] : []);
  const isDated = FREQ === 'MONTHLY' && codes.length === 0;
  const dates = BYMONTHDAY?.split(',') ?? (isDated ? [String(Number(first.slice(8)))] : []);
  if (INTERVAL === '1' && dates.length === 0) {
    const isEach = (days: readonly string[]) =>
      days.every((day) => codes.includes(day)) && codes.length === days.length;
    if (isEach(WORKDAYS)) return 'every weekday';
    if (isEach(DAY_CODES) || codes.length === 0) return 'every day';
    if (FREQ !== 'MONTHLY') return `every ${nameDays(codes)}`;
  }
  const unit = dates.length > 0 ? 'month' : UNITS[FREQ];
  const every = INTERVAL === '1' ? `every ${unit}` : `every ${INTERVAL} ${unit}s`;
  const on = [nameDates(dates), nameDays(codes)].filter(Boolean).join(' if it is ');
  return on === '' ? every : `${every} on ${on}`;
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

/** When a string is shown. */
export type Timing = Pick<PlannedString, 'from' | 'until' | 'repeat' | 'timeZone'>;

/** Says when a planned string is shown, such as "every weekday, 9:00 to 17:00, Dublin time". */
export const describePlan = ({ from, until, repeat, timeZone }: Timing): string => {
  if (repeat !== null) {
    const place = timeZone ?? zone;
    const hours =
      until === null ? formatHour(from, place) : `${formatHour(from, place)} to ${formatHour(until, place)}`;
    const clock = clockOf(place);
    return `${describeDays(repeat, from, place)}, ${hours}${clock && `, ${clock}`}${describeEnd(repeat)}`;
  }
  if (from <= now()) return `begun${until === null ? '' : `, until ${formatTime(until)}`}`;
  return `${until === null ? 'from ' : ''}${formatSpan(from, until)}`;
};
