import type { Content, PlannedString } from '../../src/domain/entry.ts';
import { InvalidInputError } from '../../src/domain/errors.ts';
import { checkPlan } from '../../src/domain/plan.ts';
import { checkAuthor, checkNote, checkValue } from '../../src/domain/revision.ts';
import { checkTime } from '../../src/domain/time.ts';

/** The length of a time as `toISOString` writes it. */
const TIME_LENGTH = 24;

const FIELDS = ['version', 'value', 'savedAt', 'savedBy', 'note', 'restores'] as const;
/** Written only where they say something. */
const OPTIONAL_FIELDS = ['until', 'keeps', 'returns', 'plan'] as const;
const PLAN_FIELDS = ['value', 'from', 'until', 'note', 'plannedBy'] as const;

/** Formats what one write added as one line of JSON, without a line feed. Equal contents give equal lines. */
export const formatRecord = ({ revision, plan, returns }: Content): string => {
  const { version, value, savedAt, savedBy, note, restores, until, keeps } = revision;
  return JSON.stringify({
    ...{ version, value, savedAt, savedBy, note, restores },
    ...(until !== null && { until }),
    ...(keeps !== null && { keeps }),
    ...(returns !== null && { returns }),
    ...(plan.length > 0 && { plan: plan.map((planned) => pick(planned)) }),
  });
};

const pick = ({ value, from, until, note, plannedBy }: PlannedString) => ({ value, from, until, note, plannedBy });

/** Leaves out what is planned: that is the state of a log, and no part of its history. */
export const withoutPlan = ({ revision }: Content): Content => ({ revision, plan: [], returns: null });

type Fields<Required extends string, Optional extends string = never> = Readonly<
  Record<Required, unknown> & Partial<Record<Optional, unknown>>
>;

const hasFields = <Required extends string, Optional extends string = never>(
  record: unknown,
  required: readonly Required[],
  optional: readonly Optional[] = [],
): record is Fields<Required, Optional> =>
  typeof record === 'object' &&
  record !== null &&
  required.every((field) => Object.hasOwn(record, field)) &&
  Object.keys(record).every((key) => [...required, ...optional].some((field) => field === key));

const isEarlier = (earlier: unknown, version: number): earlier is number =>
  typeof earlier === 'number' && Number.isInteger(earlier) && earlier >= 0 && earlier < version;

/** Leaves out the value, which may be long, or nested too deep to print. */
const mustBe = (field: string, expected: string) => new InvalidInputError(`"${field}" must be ${expected}.`);

function checkEarlier(field: string, earlier: unknown, version: number): asserts earlier is number | null {
  if (earlier !== null && !isEarlier(earlier, version)) throw mustBe(field, `null or a version before ${version}`);
}

function checkNoteOrNull(note: unknown): asserts note is string | null {
  if (note !== null && typeof note !== 'string') throw mustBe('note', 'a string or null');
  if (note !== null) checkNote(note);
}

function checkMoment(field: string, time: unknown): asserts time is string {
  if (typeof time !== 'string' || time.length !== TIME_LENGTH) throw mustBe(field, 'a time in UTC with milliseconds');
  checkTime(time);
}

const toPlanned = (record: unknown): PlannedString => {
  if (!hasFields(record, PLAN_FIELDS))
    throw mustBe('plan', `a list of objects with the fields ${PLAN_FIELDS.join(', ')}`);
  const { value, from, until, note, plannedBy } = record;
  if (typeof value !== 'string') throw mustBe('value', 'a string');
  checkValue(value);
  checkMoment('from', from);
  if (until !== null) checkMoment('until', until);
  checkNoteOrNull(note);
  if (typeof plannedBy !== 'string') throw mustBe('plannedBy', 'a string');
  checkAuthor(plannedBy);
  return { value, from, until, note, plannedBy };
};

/**
 * Checks a record against every rule for what a write adds.
 *
 * @param expected The version that it must have.
 * @throws InvalidInputError
 */
export const checkRecord = (record: unknown, expected: number): Content => {
  if (!hasFields(record, FIELDS, OPTIONAL_FIELDS)) {
    throw new InvalidInputError(
      `Expected an object with the fields ${FIELDS.join(', ')}, and perhaps ${OPTIONAL_FIELDS.join(', ')}.`,
    );
  }
  const {
    version,
    value,
    savedAt,
    savedBy,
    note,
    restores,
    until = null,
    keeps = null,
    returns = null,
    plan = [],
  } = record;
  if (version !== expected)
    throw mustBe('version', `${expected}${typeof version === 'number' ? `, not ${version}` : ''}`);
  if (typeof value !== 'string') throw mustBe('value', 'a string');
  checkValue(value);
  if (typeof savedAt !== 'string') throw mustBe('savedAt', 'a string');
  checkTime(savedAt);
  if (typeof savedBy !== 'string') throw mustBe('savedBy', 'a string');
  checkAuthor(savedBy);
  checkNoteOrNull(note);
  checkEarlier('restores', restores, version);
  if (until !== null) checkMoment('until', until);
  checkEarlier('keeps', keeps, version);
  checkEarlier('returns', returns, version);
  if (!Array.isArray(plan)) throw mustBe('plan', 'a list');
  const planned = plan.map(toPlanned);
  checkPlan(planned);
  return { revision: { version, value, savedAt, savedBy, note, restores, until, keeps }, plan: planned, returns };
};

const decode = (line: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line);
  } catch {
    throw new InvalidInputError('Not UTF-8.');
  }
};

/**
 * Reads one line of a log.
 *
 * @param expected The version that it must have.
 * @throws InvalidInputError
 */
export const parseRecord = (line: Uint8Array, expected: number): Content => {
  const text = decode(line);
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    throw new InvalidInputError('Not JSON.');
  }
  return checkRecord(record, expected);
};
