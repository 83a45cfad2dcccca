import { type Content, dueAt, type PlannedString } from './entry.ts';
import { InvalidInputError } from './errors.ts';
import type { Revision } from './revision.ts';
import { parseTime } from './time.ts';

/** The version to which visitors return when a string that begins now ends. */
const baseOf = ({ revision, returns }: Content): number => returns ?? revision.keeps ?? revision.version;

/** @returns the later of two times. */
export const laterOf = (time: string, other: string | null): string =>
  other !== null && Date.parse(time) < Date.parse(other) ? other : time;

/**
 * Makes the entry that follows at the moment of `dueAt`. It depends on the log alone, not on a clock: all who write
 * it down write the same. A string that begins when another ends follows it directly.
 *
 * @param find reads an older revision.
 */
export const dueEntry = async (
  entry: Content,
  find: (version: number) => Promise<Revision | undefined>,
): Promise<Content> => {
  const { revision, plan, returns } = entry;
  const { version, until, keeps } = revision;
  const [next, ...later] = plan;
  if (next && Date.parse(next.from) <= dueAt(entry)) {
    const { value, from, note, plannedBy } = next;
    return {
      revision: {
        version: version + 1,
        value,
        savedAt: laterOf(from, revision.savedAt),
        savedBy: plannedBy,
        note,
        restores: null,
        until: next.until,
        keeps: null,
      },
      plan: later,
      returns: next.until === null ? null : baseOf(entry),
    };
  }
  if (returns === null || until === null) throw new Error(`Nothing is planned after version ${version}`);
  // A change of the plan has another author than the string that it kept.
  const [base, own] = await Promise.all([find(returns), keeps === null ? revision : find(keeps)]);
  if (!base || !own) throw new Error(`Version ${version} of the log refers to a version that is missing`);
  return {
    revision: {
      version: version + 1,
      value: base.value,
      savedAt: laterOf(until, revision.savedAt),
      savedBy: own.savedBy,
      note: null,
      restores: returns,
      until: null,
      keeps: null,
    },
    plan,
    returns: null,
  };
};

// What an editor's change makes of the current entry, with the rules for strings that begin and end by themselves. The
// page's path does not load it.

/** Who makes a change, and when visitors begin to read it. */
export type Stamp = Pick<Revision, 'version' | 'savedBy'> & { readonly savedAt: string };

const MAX_PLANNED = 10;

/**
 * Limits the current string and the planned ones together, as UTF-8, because every read of the current one takes them
 * along. When a string ends, a longer one may come back: so an entry has at most twice as much.
 */
const MAX_BYTES = 32 * 1024;

const MAX_YEARS = 5;

const refuse = (message: string): never => {
  throw new InvalidInputError(message);
};

/** @throws InvalidInputError when more strings are planned, or longer ones, than every read can take along. */
const checkSize = (value: string, plan: readonly PlannedString[]): void => {
  if (plan.length === 0) return;
  if (plan.length > MAX_PLANNED) refuse(`At most ${MAX_PLANNED} strings can be planned. Cancel one of them first.`);
  const bytes = Buffer.byteLength(plan.reduce((text, planned) => text + planned.value, value));
  if (bytes > MAX_BYTES) {
    refuse(
      `The string and the planned strings take ${bytes} bytes together as UTF-8; the limit is ${MAX_BYTES}. ` +
        'Shorten this one, or cancel a planned one first.',
    );
  }
};

/** @returns the time as the log keeps it. */
const checkMoment = (name: string, time: string, { savedAt }: Stamp): string => {
  const moment = parseTime(name, time).toISOString();
  if (Date.parse(moment) <= Date.parse(savedAt)) refuse(`\`${name}\` must be in the future: after ${savedAt}.`);
  const last = new Date(savedAt);
  last.setUTCFullYear(last.getUTCFullYear() + MAX_YEARS);
  if (new Date(moment) > last)
    refuse(`\`${name}\` must be within ${MAX_YEARS} years: ${last.toISOString()} at the latest.`);
  return moment;
};

type Window = Pick<PlannedString, 'from' | 'until'>;

const overlap = (one: Window, other: Window): boolean => {
  const [first, second] = one.from <= other.from ? [one, other] : [other, one];
  return first.from === second.from || (first.until !== null && second.from < first.until);
};

const checkOverlap = (window: Window, plan: readonly PlannedString[]): void => {
  const other = plan.find((planned) => overlap(window, planned));
  if (!other) return;
  const times = other.until === null ? `at ${other.from}` : `from ${other.from} until ${other.until}`;
  refuse(`Another string is planned ${times}. Choose times that do not overlap, or cancel it first.`);
};

/** @throws InvalidInputError for a plan that no editor can have made. */
export const checkPlan = (plan: readonly PlannedString[]): void => {
  checkSize('', plan);
  plan.forEach((planned, index) => {
    if (planned.until !== null && planned.until <= planned.from) refuse('A planned string ends before it begins.');
    const next = plan[index + 1];
    if (next && (next.from < planned.from || overlap(planned, next))) refuse('The planned strings overlap.');
  });
};

/** Replaces the current string, and with it its end. What is planned stays. */
export const save = (
  { plan, ...current }: Content,
  stamp: Stamp,
  { value, until, note, restores }: Pick<Revision, 'value' | 'until' | 'note' | 'restores'>,
): Content => {
  checkSize(value, plan);
  const end = until === null ? null : checkMoment('until', until, stamp);
  if (end !== null) checkOverlap({ from: stamp.savedAt, until: end }, plan);
  return {
    revision: { ...stamp, value, note, restores, until: end, keeps: null },
    plan,
    returns: end === null ? null : baseOf({ plan, ...current }),
  };
};

const keep = (
  { revision: { version, value, until, keeps } }: Content,
  stamp: Stamp,
  note: string | null,
): Revision => ({
  ...stamp,
  value,
  note,
  restores: null,
  until,
  keeps: keeps ?? version,
});

/** Adds a string to the plan. Its note is as secret as its text, until it begins. */
export const addToPlan = (
  current: Content,
  stamp: Stamp,
  { value, note, ...times }: Omit<PlannedString, 'plannedBy'>,
): Content => {
  const { revision, plan, returns } = current;
  const from = checkMoment('from', times.from, stamp);
  const until = times.until === null ? null : checkMoment('until', times.until, stamp);
  if (until !== null && until <= from) refuse('`until` must be after `from`.');
  if (revision.until !== null && from < revision.until) {
    refuse(
      `The current string stays until ${revision.until}. Choose that time or a later one, or save a string without an end first.`,
    );
  }
  checkOverlap({ from, until }, plan);
  const planned: PlannedString = { value, from, until, note, plannedBy: String(stamp.savedBy) };
  const next = [...plan, planned].toSorted((one, other) => (one.from < other.from ? -1 : 1));
  checkSize(revision.value, next);
  return { revision: keep(current, stamp, null), plan: next, returns };
};

/** Takes the string that is to begin at `from` out of the plan. */
export const cancelPlanned = (
  current: Content,
  stamp: Stamp,
  { from, note }: { from: string; note: string | null },
): Content => {
  const moment = parseTime('from', from).toISOString();
  const plan = current.plan.filter((planned) => planned.from !== moment);
  if (plan.length === current.plan.length) {
    refuse(`No string is planned to begin at ${moment}. Either it has begun, or it was cancelled.`);
  }
  return { revision: keep(current, stamp, note), plan, returns: current.returns };
};
