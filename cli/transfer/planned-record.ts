import type { PlannedString } from '../../src/domain/entry.ts';
import { InvalidInputError } from '../../src/domain/errors.ts';
import { checkRepeat } from '../../src/domain/repeat.ts';
import { checkAuthor, checkValue } from '../../src/domain/revision.ts';
import { checkMoment, checkNoteOrNull, hasFields, isEarlier, mustBe } from './record-checks.ts';

const OLD_FIELDS = ['value', 'from', 'until', 'note', 'plannedBy'] as const;
const FIELDS = [...OLD_FIELDS, 'id', 'repeat', 'timeZone', 'skipped'] as const;

/** The fields in the order of a file. */
export const formatPlanned = (planned: PlannedString): PlannedString => {
  const { id, value, from, until, repeat, timeZone, skipped, note, plannedBy } = planned;
  return { id, value, from, until, repeat, timeZone, skipped, note, plannedBy };
};

const mustBeList = (field: string, fields: readonly string[]) =>
  mustBe(field, `a list of objects with the fields ${fields.join(', ')}`);

const checkWindow = ({ from, until, note, plannedBy }: Record<'from' | 'until' | 'note' | 'plannedBy', unknown>) => {
  checkMoment('from', from);
  if (until !== null) checkMoment('until', until);
  if (until !== null && until <= from) throw new InvalidInputError('A planned string ends before it begins.');
  checkNoteOrNull(note);
  if (typeof plannedBy !== 'string') throw mustBe('plannedBy', 'a string');
  checkAuthor(plannedBy);
  return { from, until, note, plannedBy };
};

/** Checks what a revision up to 0.2 had planned. */
export const checkOldPlanned = (record: unknown) => {
  if (!hasFields(record, OLD_FIELDS)) throw mustBeList('plan', OLD_FIELDS);
  const { value } = record;
  if (typeof value !== 'string') throw mustBe('value', 'a string');
  checkValue(value);
  return { value, ...checkWindow(record) };
};

/**
 * Checks a planned string.
 *
 * @param version That of the revision which has it.
 * @throws InvalidInputError
 */
export const checkPlanned = (record: unknown, version: number): PlannedString => {
  if (!hasFields(record, FIELDS)) throw mustBeList('planned', FIELDS);
  const { id, value, repeat, timeZone, skipped } = record;
  if (typeof id !== 'string' || !/^\d{1,10}(\.\d{1,2})?$/.test(id)) throw mustBe('id', 'that of a planned string');
  if (typeof value === 'string') checkValue(value);
  else if (value !== null || !isEarlier(Number(id), version + 1))
    throw mustBe('value', 'a string, or null for a version');
  if (repeat !== null && typeof repeat !== 'string') throw mustBe('repeat', 'a string or null');
  if (timeZone !== null && typeof timeZone !== 'string') throw mustBe('timeZone', 'a string or null');
  if (!Array.isArray(skipped)) throw mustBe('skipped', 'a list');
  for (const time of skipped) checkMoment('skipped', time);
  const planned = { id, value, ...checkWindow(record), repeat, timeZone, skipped };
  if (repeat !== null || timeZone !== null) checkRepeat(planned);
  return planned;
};
