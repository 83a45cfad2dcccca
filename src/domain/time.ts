import { InvalidInputError } from './errors.ts';

/** A time with its offset from UTC. The groups are the local time, to the second, and its seconds. */
const RFC_3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:(\d\d))(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** The second after the last one of June or December, which may be a leap second (RFC 3339, section 5.7); else undefined. */
const secondAfter = (time: Date): Date | undefined => {
  const next = new Date(time.getTime() + 1_000);
  return /-(01|07)-01T00:00:00\.000Z$/.test(next.toISOString()) ? next : undefined;
};

/** @returns undefined for a day or an hour that does not exist, which `Date` would move to a later one. */
const toDate = (text: string): Date | undefined => {
  const [, local = '', seconds] = RFC_3339.exec(text) ?? [];
  if (seconds === '60') {
    // POSIX clocks have no leap seconds: by them it is the next one.
    const before = toDate(text.replace(/:60(\.\d+)?/, ':59'));
    return before && secondAfter(before);
  }
  const date = new Date(`${local}Z`);
  return Number.isNaN(date.getTime()) || date.toISOString() !== `${local}.000Z` ? undefined : new Date(text);
};

/** Restores the plus sign of an offset: in a query it stands for a space, and people write it all the same. */
export const fixOffset = (time: string | undefined): string | undefined => time?.replace(/ (?=\d\d:\d\d$)/, '+');

/**
 * Parses a time in RFC 3339, to the millisecond.
 *
 * @param name The argument's, for the error.
 * @param text Anything that is not a text is refused, too.
 * @throws InvalidInputError also for a time without an offset.
 */
export const parseTime = (name: string, text: unknown): Date => {
  // RFC 3339, section 5.6, allows a space, which `date --rfc-3339` prints.
  const time = typeof text === 'string' ? text.toUpperCase().replace(/^(\S{10}) /, '$1T') : '';
  const date = toDate(time);
  if (date) return date;
  throw new InvalidInputError(
    RFC_3339.test(time)
      ? `\`${name}\` is a time that does not exist: ${time}.`
      : `\`${name}\` must be a time with its offset from UTC, such as 2026-01-31T09:30:00+01:00 or 2026-01-31T08:30:00Z.`,
  );
};

/** @throws InvalidInputError unless it is RFC 3339 in UTC, such as `2026-01-31T09:30:00.000Z`. */
export const checkTime = (time: string): void => {
  if (!time.endsWith('Z') || !toDate(time)) {
    throw new InvalidInputError(`The time ${JSON.stringify(time)} is not RFC 3339 in UTC.`);
  }
};
