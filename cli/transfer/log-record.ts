import type { Content, PlannedString } from '../../src/domain/entry.ts';
import { InvalidInputError } from '../../src/domain/errors.ts';
import { checkLimits } from '../../src/domain/plan-changes.ts';
import { checkAuthor, checkValue, type Revision } from '../../src/domain/revision.ts';
import { checkTime } from '../../src/domain/time.ts';
import { toPlannedStrings } from '../../src/store/old-plan.ts';
import { checkOldPlanned, checkPlanned, formatPlanned } from './planned-record.ts';
import { checkEarlier, checkMoment, checkNoteOrNull, hasFields, mustBe } from './record-checks.ts';

const FIELDS = ['version', 'value', 'savedAt', 'savedBy', 'note', 'restores'] as const;
/** Written only where they say something. */
const OPTIONAL_FIELDS = ['until', 'keeps', 'returns', 'plan', 'planned', 'at'] as const;

/** The key of a plan. */
const KEY = /^[0-9a-z-]{1,64}$/;

/** The record of one write. The first revision that refers to a plan has it with it; `dueAt` follows from the plan. */
export interface LogRecord extends Omit<Content, 'dueAt'> {
  readonly planned?: readonly PlannedString[] | undefined;
}

/** Formats what one write added as one line of JSON, without a line feed. Equal records give equal lines. */
export const formatRecord = ({ revision, returns, plan, planned, at }: LogRecord): string => {
  const { version, value, savedAt, savedBy, note, restores, until, keeps } = revision;
  return JSON.stringify({
    version,
    value,
    savedAt,
    savedBy,
    note,
    restores,
    ...(until !== null && { until }),
    ...(keeps !== null && { keeps }),
    ...(returns !== null && { returns }),
    ...(plan !== null && { plan }),
    ...(planned && { planned: planned.map(formatPlanned) }),
    ...(at !== null && { at: new Date(at).toISOString() }),
  });
};

/** Checks what is planned: up to 0.2 the last revision had it all, and the version that returns. */
const checkPlan = (
  { plan = null, planned }: { readonly plan?: unknown; readonly planned?: unknown },
  revision: Revision,
  returns: number | null,
): Pick<LogRecord, 'plan' | 'planned'> => {
  if (Array.isArray(plan) || (plan === null && returns !== null)) {
    const old = (plan ?? []).map(checkOldPlanned);
    return { plan: `v${revision.version}`, planned: toPlannedStrings(old, revision, returns, revision) };
  }
  if (plan !== null && !(typeof plan === 'string' && KEY.test(plan))) throw mustBe('plan', 'a key');
  if (planned === undefined) return { plan };
  if (plan === null || !Array.isArray(planned)) throw mustBe('planned', 'a list beside a key');
  return { plan, planned: checkLimits(planned.map((string) => checkPlanned(string, revision.version))) };
};

/**
 * Checks a record against every rule for what a write adds.
 *
 * @param expected The version that it must have.
 * @throws InvalidInputError
 */
export const checkRecord = (record: unknown, expected: number): LogRecord => {
  if (!hasFields(record, FIELDS, OPTIONAL_FIELDS)) {
    throw new InvalidInputError(
      `Expected an object with the fields ${FIELDS.join(', ')}, and perhaps ${OPTIONAL_FIELDS.join(', ')}.`,
    );
  }
  const { version, value, savedAt, savedBy, note, restores } = record;
  const { until = null, keeps = null, returns = null, at = null } = record;
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
  if (at !== null) checkMoment('at', at);
  const revision = { version, value, savedAt, savedBy, note, restores, until, keeps };
  return { revision, returns, ...checkPlan(record, revision, returns), at: at === null ? null : Date.parse(at) };
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
export const parseRecord = (line: Uint8Array, expected: number): LogRecord => {
  const text = decode(line);
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    throw new InvalidInputError('Not JSON.');
  }
  return checkRecord(record, expected);
};
