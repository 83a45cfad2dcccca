import { InvalidInputError } from '../../src/domain/errors.ts';
import { checkNote } from '../../src/domain/revision.ts';
import { checkTime } from '../../src/domain/time.ts';

/** The length of a time as `toISOString` writes it. */
const TIME_LENGTH = 24;

type Fields<Required extends string, Optional extends string = never> = Readonly<
  Record<Required, unknown> & Partial<Record<Optional, unknown>>
>;

export const hasFields = <Required extends string, Optional extends string = never>(
  record: unknown,
  required: readonly Required[],
  optional: readonly Optional[] = [],
): record is Fields<Required, Optional> =>
  typeof record === 'object' &&
  record !== null &&
  required.every((field) => Object.hasOwn(record, field)) &&
  Object.keys(record).every((key) => [...required, ...optional].some((field) => field === key));

export const isEarlier = (earlier: unknown, version: number): earlier is number =>
  typeof earlier === 'number' && Number.isInteger(earlier) && earlier >= 0 && earlier < version;

/** Leaves out the value, which may be long, or nested too deep to print. */
export const mustBe = (field: string, expected: string) => new InvalidInputError(`"${field}" must be ${expected}.`);

export function checkEarlier(field: string, earlier: unknown, version: number): asserts earlier is number | null {
  if (earlier !== null && !isEarlier(earlier, version)) throw mustBe(field, `null or a version before ${version}`);
}

export function checkNoteOrNull(note: unknown): asserts note is string | null {
  if (note !== null && typeof note !== 'string') throw mustBe('note', 'a string or null');
  if (note !== null) checkNote(note);
}

export function checkMoment(field: string, time: unknown): asserts time is string {
  if (typeof time !== 'string' || time.length !== TIME_LENGTH) throw mustBe(field, 'a time in UTC with milliseconds');
  checkTime(time);
}
