const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

/** A clock that is ahead of this one by more is wrong. */
const MAX_AHEAD_MS = 60 * MINUTE_MS;

let latest = '';

/** Takes the time of something that the server has done. */
export const noteTime = (instant: string): void => {
  if (instant > latest && Date.parse(instant) - Date.now() < MAX_AHEAD_MS) latest = instant;
};

/** The time in RFC 3339, by this clock, though not before what the server has done: that has begun. */
export const now = (): string => {
  const time = new Date().toISOString();
  return time > latest ? time : latest;
};

const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Times are shown and entered in it: the stage's, or else the browser's. */
export const zone = document.querySelector('main')?.dataset.timeZone || browserZone;

/** Names a zone after its town, such as "Dublin time", where the editor's own clock shows other times; else empty. */
export const clockOf = (timeZone: string): string =>
  timeZone === browserZone ? '' : `${timeZone.slice(timeZone.lastIndexOf('/') + 1).replaceAll('_', ' ')} time`;

const format = (instant: string, options: Intl.DateTimeFormatOptions, timeZone = zone): string =>
  new Intl.DateTimeFormat(undefined, { timeZone, ...options }).format(new Date(instant));

/** Makes the value of a `datetime-local` field of an instant in RFC 3339: the beginning of its minute. */
export const toField = (instant: string, timeZone = zone): string =>
  // Sweden writes times as fields do.
  new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeStyle: 'short', timeZone })
    .format(new Date(instant))
    .replace(' ', 'T');

/** The day of an instant, as the value of a `date` field. */
export const toDay = (instant: string, timeZone = zone): string => toField(instant, timeZone).slice(0, 10);

export const formatDay = (instant: string): string => format(instant, { dateStyle: 'long' });

/** Formats the hour and the minute. */
export const formatHour = (instant: string, timeZone = zone): string =>
  format(instant, { timeStyle: 'short' }, timeZone);

/** Names the day of an instant: by a word, if it is near, and with its year, if that is another. */
const nameDay = (instant: string, timeZone: string): string => {
  const day = toDay(instant, timeZone);
  const near = [-1, 0, 1].map((days) => toDay(new Date(Date.now() + days * DAY_MS).toISOString(), timeZone));
  const date = { weekday: 'short', day: 'numeric', month: 'short' } as const;
  const isThisYear = near[1]?.slice(0, 4) === day.slice(0, 4);
  return (
    ['yesterday', 'today', 'tomorrow'][near.indexOf(day)] ??
    format(instant, isThisYear ? date : { ...date, year: 'numeric' }, timeZone)
  );
};

/** @param instant RFC 3339. */
export const formatTime = (instant: string, timeZone = zone): string =>
  [nameDay(instant, timeZone), formatHour(instant, timeZone), clockOf(timeZone)].filter(Boolean).join(', ');

/** Formats the time from one instant to another, if there is one: the day once. */
export const formatSpan = (from: string, until: string | null, timeZone = zone): string => {
  if (until === null) return formatTime(from, timeZone);
  const [begin, end] = [`${nameDay(from, timeZone)}, ${formatHour(from, timeZone)}`, formatTime(until, timeZone)];
  const isOneDay = toDay(from, timeZone) === toDay(until, timeZone);
  return `${begin} to ${isOneDay ? end.slice(nameDay(until, timeZone).length + 2) : end}`;
};

/** Names the offset that the zone has then, such as "GMT+2". */
export const offsetOf = (instant: string): string =>
  new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' })
    .formatToParts(new Date(instant))
    .find(({ type }) => type === 'timeZoneName')?.value ?? '';

/**
 * Finds the instants, in RFC 3339, at which the zone's clocks show the value of a `datetime-local` field: two when they
 * are put back, and none when they are put forward.
 */
export const toInstants = (field: string): string[] => {
  const local = Date.parse(`${field}Z`);
  const candidates = [-DAY_MS, DAY_MS].map((away) => {
    const offset = Date.parse(`${toField(new Date(local + away).toISOString())}Z`) - local - away;
    return new Date(local - offset).toISOString();
  });
  return [...new Set(candidates)].filter((instant) => toField(instant) === field.slice(0, 16)).toSorted();
};

const UNITS = [
  ['day', DAY_MS],
  ['hour', 60 * MINUTE_MS],
  ['minute', MINUTE_MS],
] as const;

/** Formats the time between two instants in whole units of the largest that fits, such as "2 hours". */
export const formatDuration = (from: string, until: string): string => {
  const milliseconds = Date.parse(until) - Date.parse(from);
  const [unit, length] = UNITS.find(([, atLeast]) => milliseconds >= atLeast) ?? [];
  if (unit === undefined) return 'less than a minute';
  return new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'long' }).format(
    Math.floor(milliseconds / length),
  );
};
