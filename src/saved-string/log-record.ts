import { InvalidInputError } from './errors.ts';
import type { Revision } from './revision.ts';
import { checkAuthor, checkNote, checkTime, checkValue } from './rules.ts';

/** In the order in which they are written. */
const FIELDS = ['version', 'value', 'savedAt', 'savedBy', 'note', 'restores'] as const satisfies (keyof Revision)[];

/** A revision as one line of JSON, without the line's end: equal for equal revisions. */
export const formatRecord = (revision: Revision): string => JSON.stringify(revision, [...FIELDS]);

type Fields = Readonly<Record<(typeof FIELDS)[number], unknown>>;

const hasAllFields = (record: unknown): record is Fields =>
  typeof record === 'object' &&
  record !== null &&
  Object.keys(record).length === FIELDS.length &&
  FIELDS.every((field) => Object.hasOwn(record, field));

const isEarlier = (restores: unknown, version: number): restores is number =>
  typeof restores === 'number' && Number.isInteger(restores) && restores >= 0 && restores < version;

/**
 * Holds a record to every rule that a saved revision keeps.
 *
 * @param expected The version that it has to have.
 * @throws InvalidInputError
 */
export const checkRecord = (record: unknown, expected: number): Revision => {
  if (!hasAllFields(record)) throw new InvalidInputError(`It is no object with the fields ${FIELDS.join(', ')}.`);
  const { version, value, savedAt, savedBy, note, restores } = record;
  if (version !== expected) throw new InvalidInputError(`Its version is ${JSON.stringify(version)}, not ${expected}.`);
  if (typeof value !== 'string') throw new InvalidInputError('Its value is no text.');
  checkValue(value);
  if (typeof savedAt !== 'string') throw new InvalidInputError('Its savedAt is no text.');
  checkTime(savedAt);
  if (typeof savedBy !== 'string') throw new InvalidInputError('Its savedBy is no text.');
  checkAuthor(savedBy);
  if (note !== null && typeof note !== 'string') throw new InvalidInputError('Its note is neither text nor null.');
  if (note !== null) checkNote(note);
  if (restores !== null && !isEarlier(restores, version)) {
    throw new InvalidInputError(`It restores ${JSON.stringify(restores)}, which is no version before its own.`);
  }
  return { version, value, savedAt, savedBy, note, restores };
};

const decode = (line: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line);
  } catch {
    throw new InvalidInputError('It is not UTF-8.');
  }
};

/**
 * Reads one line of a log.
 *
 * @param expected The version that it has to have.
 * @throws InvalidInputError
 */
export const parseRecord = (line: Uint8Array, expected: number): Revision => {
  const text = decode(line);
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    throw new InvalidInputError('It is not JSON.');
  }
  return checkRecord(record, expected);
};
