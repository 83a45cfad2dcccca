import { InvalidInputError } from '../saved-string/errors.ts';

/** A week as in ISO 8601, in UTC: it begins on Monday, and belongs to the year of its Thursday. */
export interface IsoWeek {
  /** Such as `2026-W47`. */
  readonly name: string;
  /** The first moment of the week. */
  readonly from: Date;
  /** The first moment after the week. */
  readonly until: Date;
}

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** The first Monday before 1970, which began on a Thursday. */
const FIRST_MONDAY = -3 * DAY_MS;

/** Finds the week that a time belongs to. */
export const weekOf = (time: Date): IsoWeek => {
  const monday = time.getTime() - ((((time.getTime() - FIRST_MONDAY) % WEEK_MS) + WEEK_MS) % WEEK_MS);
  const thursday = new Date(monday + 3 * DAY_MS);
  const year = thursday.toISOString().slice(0, 4);
  const number = 1 + Math.floor((thursday.getTime() - Date.parse(year)) / WEEK_MS);
  return {
    name: `${year}-W${String(number).padStart(2, '0')}`,
    from: new Date(monday),
    until: new Date(monday + WEEK_MS),
  };
};

/** Finds the last week that is over. */
export const lastWeek = (now: Date): IsoWeek => weekOf(new Date(now.getTime() - WEEK_MS));

/** @throws InvalidInputError unless the name is that of a week which has begun. */
export const parseWeek = (name: string, now: Date): IsoWeek => {
  const [, year, number] = /^(\d{4})-W(\d\d)$/.exec(name) ?? [];
  // The 4th of January is always in the first week. The name of a week that the year does not have comes out different.
  const week = year && weekOf(new Date(Date.parse(`${year}-01-04`) + (Number(number) - 1) * WEEK_MS));
  if (!week || week.name !== name) throw new InvalidInputError(`\`week\` must be an ISO week such as 2026-W47.`);
  if (week.from > now) throw new InvalidInputError(`The week ${name} has not begun.`);
  return week;
};
