import { InvalidInputError } from '../../src/saved-string/errors.ts';
import type { Revision } from '../../src/saved-string/revision.ts';
import { checkAuthor, checkNote, checkTime, checkValue } from '../../src/saved-string/rules.ts';

/** In the order of the written JSON. */
const FIELDS = ['version', 'value', 'savedAt', 'savedBy', 'note', 'restores'] as const satisfies (keyof Revision)[];

/** Formats a revision as one line of JSON, without a line feed. Equal revisions give equal lines. */
export const formatRecord = (revision: Revision): string => JSON.stringify(revision, [...FIELDS]);

type Fields = Readonly<Record<(typeof FIELDS)[number], unknown>>;

const hasAllFields = (record: unknown): record is Fields =>
  typeof record === 'object' &&
  record !== null &&
  Object.keys(record).length === FIELDS.length &&
  FIELDS.every((field) => Object.hasOwn(record, field));

const isEarlier = (restores: unknown, version: number): restores is number =>
  typeof restores === 'number' && Number.isInteger(restores) && restores >= 0 && restores < version;

/** Leaves out the value, which may be long, or nested too deep to print. */
const mustBe = (field: string, expected: string) => new InvalidInputError(`"${field}" must be ${expected}.`);

/**
 * Checks a record against every rule for a saved revision.
 *
 * @param expected The version that it must have.
 * @throws InvalidInputError
 */
export const checkRecord = (record: unknown, expected: number): Revision => {
  if (!hasAllFields(record)) throw new InvalidInputError(`Expected an object with the fields ${FIELDS.join(', ')}.`);
  const { version, value, savedAt, savedBy, note, restores } = record;
  if (version !== expected)
    throw mustBe('version', `${expected}${typeof version === 'number' ? `, not ${version}` : ''}`);
  if (typeof value !== 'string') throw mustBe('value', 'a string');
  checkValue(value);
  if (typeof savedAt !== 'string') throw mustBe('savedAt', 'a string');
  checkTime(savedAt);
  if (typeof savedBy !== 'string') throw mustBe('savedBy', 'a string');
  checkAuthor(savedBy);
  if (note !== null && typeof note !== 'string') throw mustBe('note', 'a string or null');
  if (note !== null) checkNote(note);
  if (restores !== null && !isEarlier(restores, version))
    throw mustBe('restores', `null or a version before ${version}`);
  return { version, value, savedAt, savedBy, note, restores };
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
export const parseRecord = (line: Uint8Array, expected: number): Revision => {
  const text = decode(line);
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    throw new InvalidInputError('Not JSON.');
  }
  return checkRecord(record, expected);
};
