import type { PlannedString } from './entry.ts';
import { InvalidInputError } from './errors.ts';
import { isBase } from './plan.ts';
import { parseTime } from './time.ts';

// The changes that editors make to the list of planned strings. Each function returns the new list.

/** A string as an editor plans it. */
export type Planning = Pick<PlannedString, 'from' | 'until' | 'note'> &
  Partial<Pick<PlannedString, 'repeat' | 'timeZone'>> & { readonly value: string };

/** Who makes a change and when. */
export interface Stamp {
  /** The version that the change makes, which is the id of what it plans. */
  readonly id: string;
  readonly savedBy: string;
  /** By the clock, in milliseconds since 1970. */
  readonly at: number;
}

const MAX_PLANNED = 50;

/** As stored. With it, the item stays below DynamoDB's limit of 400 KB. */
const MAX_BYTES = 128 * 1024;

/** A string saved with an end takes little, because its text is in the log. */
const MAX_SAVED = 50;

const MAX_YEARS = 5;

const refuse = (message: string): never => {
  throw new InvalidInputError(message);
};

/** @throws InvalidInputError for more than may be planned at once. */
export const checkLimits = (strings: readonly PlannedString[]): readonly PlannedString[] => {
  const planned = strings.filter(({ value }) => value !== null);
  if (strings.length - planned.length > MAX_SAVED) refuse(`At most ${MAX_SAVED} saved strings can have an end.`);
  if (planned.length > MAX_PLANNED) refuse(`At most ${MAX_PLANNED} strings can be planned. Cancel one of them first.`);
  const bytes = Buffer.byteLength(JSON.stringify(planned));
  if (bytes > MAX_BYTES) {
    refuse(
      `The planned strings take ${bytes} bytes together as stored; the limit is ${MAX_BYTES}. Shorten this one, or ` +
        'cancel another first.',
    );
  }
  return strings;
};

/** @returns the time as the plan keeps it. */
const checkMoment = (name: string, time: string, { at }: Pick<Stamp, 'at'>): string => {
  const moment = parseTime(name, time);
  if (moment.getTime() <= at) refuse(`\`${name}\` must be in the future: after ${new Date(at).toISOString()}.`);
  const last = new Date(at);
  last.setUTCFullYear(last.getUTCFullYear() + MAX_YEARS);
  if (moment > last) refuse(`\`${name}\` must be within ${MAX_YEARS} years: ${last.toISOString()} at the latest.`);
  return moment.toISOString();
};

/** Finds a planned string that has not ended. */
const find = (strings: readonly PlannedString[], id: string, at: number): PlannedString =>
  strings.find((string) => string.id === id && !isBase(string, at)) ??
  refuse('This string is not planned. Either it has ended, or it was cancelled.');

/** A string that is saved with an end begins at once. Its text is in the log. */
export const addSaved = (
  strings: readonly PlannedString[],
  { until, note }: Pick<Planning, 'note'> & { readonly until: string },
  { id, savedBy, at }: Stamp,
): readonly PlannedString[] => {
  const string: PlannedString = {
    id,
    value: null,
    from: new Date(at).toISOString(),
    until: checkMoment('until', until, { at }),
    repeat: null,
    timeZone: null,
    skipped: [],
    note,
    plannedBy: savedBy,
  };
  const end = String(string.until);
  const saved = strings.filter(({ value }) => value === null);
  if (saved.length < MAX_SAVED) return [...strings, string];
  // None of these would be shown again unless this one is cancelled.
  const covered = saved.filter((other) => String(other.until) <= end);
  if (covered.length === 0) refuse(`${MAX_SAVED} strings with an end wait for this one's end. Save it without an end.`);
  return [...strings.filter((other) => other !== covered[0]), string];
};

/** @param isNew Whether it has to begin in the future. What repeats, or is changed, may have begun. */
const checkString = async (string: PlannedString, { at }: Stamp, isNew: boolean): Promise<void> => {
  const { from, until, repeat, timeZone } = string;
  if (until !== null && until <= from) refuse('`until` must be after `from`.');
  if (isNew || Date.parse(from) > at) checkMoment('from', from, { at });
  if (until !== null && repeat === null) checkMoment('until', until, { at });
  if (repeat === null && timeZone === null) return;
  const { checkCount, checkRepeat } = await import('./repeat.ts');
  checkRepeat(string);
  checkCount(string);
};

const toMoment = (name: string, time: string): string => parseTime(name, time).toISOString();

const toPlanned = (
  id: string,
  { value, from, until, repeat = null, timeZone = null, note }: Omit<Planning, 'value'> & Pick<PlannedString, 'value'>,
  { savedBy }: Stamp,
): PlannedString => ({
  id,
  value,
  from: toMoment('from', from),
  until: until === null ? null : toMoment('until', until),
  repeat: repeat?.toUpperCase() ?? null,
  timeZone,
  skipped: [],
  note,
  plannedBy: savedBy,
});

export const addPlanned = async (
  strings: readonly PlannedString[],
  planning: Planning,
  stamp: Stamp,
): Promise<readonly PlannedString[]> => {
  const string = toPlanned(stamp.id, planning, stamp);
  // A string that has begun to repeat can be planned again after it was cancelled.
  await checkString(string, stamp, string.repeat === null);
  return checkLimits([...strings, string]);
};

/** The given fields of a planned string. */
export type Given = { readonly [Name in keyof Planning]?: Planning[Name] | undefined };

/** Changes what is given. The changed string comes last: of two that begin together, the last editor's is shown. */
export const changePlanned = async (
  strings: readonly PlannedString[],
  id: string,
  given: Given,
  stamp: Stamp,
): Promise<readonly PlannedString[]> => {
  const old = find(strings, id, stamp.at);
  const { value = old.value, note = old.note, repeat = old.repeat, timeZone = old.timeZone } = given;
  const { from = old.from, until = old.until } = given;
  const planning = { value, from, until, repeat, timeZone: given.repeat === null ? null : timeZone, note };
  const changed = toPlanned(id, planning, stamp);
  await checkString(changed, stamp, changed.repeat === null && given.from !== undefined);
  const { moveSkipped } = old.skipped.length > 0 && changed.repeat ? await import('./repeat.ts') : {};
  const skipped = moveSkipped?.(old, changed) ?? [];
  return checkLimits([...strings.filter((string) => string !== old), { ...changed, skipped }]);
};

export const cancelPlanned = (
  strings: readonly PlannedString[],
  id: string,
  { at }: Stamp,
): readonly PlannedString[] => {
  const old = find(strings, id, at);
  return strings.filter((string) => string !== old);
};

/** Skips an occurrence, or no longer skips it. */
export const skipPlanned = async (
  strings: readonly PlannedString[],
  id: string,
  { occurrence, skip }: { readonly occurrence: string; readonly skip: boolean },
  { at }: Stamp,
): Promise<readonly PlannedString[]> => {
  const old = find(strings, id, at);
  if (old.repeat === null) return refuse('This string does not repeat. Cancel it instead.');
  const { openRepeat } = await import('./repeat.ts');
  const { latest } = openRepeat({ ...old, skipped: [] });
  const endOf = (time: string) => latest(Date.parse(time))?.until ?? at;
  const moment = toMoment('occurrence', occurrence);
  if (latest(Date.parse(moment))?.from !== Date.parse(moment)) refuse(`This string does not begin at ${moment}.`);
  if (endOf(moment) <= at) refuse(`The occurrence at ${moment} is over.`);
  if (!skip && Date.parse(moment) <= at)
    refuse(`The occurrence at ${moment} has begun. Save the string until it ends.`);
  const others = old.skipped.filter((time) => time !== moment && endOf(time) > at);
  const skipped = skip ? [...others, moment].sort() : others;
  return checkLimits(strings.map((string) => (string === old ? { ...string, skipped } : string)));
};
