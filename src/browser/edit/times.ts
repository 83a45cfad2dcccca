const time = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'long' });

/** @param instant RFC 3339. */
export const formatTime = (instant: string): string => time.format(new Date(instant));

/** @param instant RFC 3339. */
export const formatDay = (instant: string): string => day.format(new Date(instant));

/** Names the zone that times are shown and entered in, such as "Europe/Berlin (GMT+1)". */
export const zoneName = (): string => {
  const parts = new Intl.DateTimeFormat('en', { timeZoneName: 'shortOffset' }).formatToParts();
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value;
  return `${Intl.DateTimeFormat().resolvedOptions().timeZone} (${offset})`;
};

/** Makes an instant in RFC 3339 of the value of a `datetime-local` field, in the browser's zone. */
export const toInstant = (field: string): string => new Date(field).toISOString();

/** Makes the value of such a field of an instant in RFC 3339: the beginning of its minute. */
export const toField = (instant: string): string => {
  const time = new Date(instant);
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length);
};

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
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
