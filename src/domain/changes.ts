import type { Content, PlannedString } from './entry.ts';
import { ConflictError, InvalidInputError } from './errors.ts';
import type { LeasedLog, LogRequest, NextContent } from './leased-log.ts';
import {
  baseOf,
  describe,
  hiddenPart,
  momentOf,
  openPlan,
  planOf,
  shownAt,
  stillPlanned,
  timesOf,
  toTime,
} from './plan.ts';
import {
  addPlanned,
  addSaved,
  cancelPlanned,
  changePlanned,
  type Given,
  type Planning,
  type Stamp,
  skipPlanned,
} from './plan-changes.ts';
import type { Revision } from './revision.ts';
import { checkNote, checkValue } from './revision.ts';

// One module, to be loaded when first needed: each further `import()` would split the page's own code into more files.
export { rollTo } from './plan.ts';
export { listPlanned } from './planned.ts';
export { revisionAt } from './revision-at.ts';

/** The details of a change in addition to its text. */
export interface Change {
  /** The editor's name. */
  readonly savedBy: string;
  /** The version that the editor last read; undefined to replace any version. */
  readonly expectedVersion: number | undefined;
  readonly note: string | null;
}

/** The changes of a planned string. A field that is left out or undefined stays; the note is as secret as the string. */
export type PlanChange = Given & Omit<Change, 'note'>;

/** The changes that editors make. All throw ConflictError when `expectedVersion` is not current. */
export interface Changes {
  /**
   * Saves a new string.
   *
   * @param until RFC 3339: when it ends. Without it, the new string stays.
   * @throws InvalidInputError for a value, note or time that breaks a rule.
   */
  save(value: string, change: Change & { readonly until?: string | null }): Promise<Revision>;

  /**
   * Plans a string that begins by itself, and ends by itself if it has an `until`, both RFC 3339.
   *
   * @returns the current revision, which keeps its string. The note is the planned string's.
   * @throws InvalidInputError for a value, note or time that breaks a rule.
   */
  plan(value: string, change: Omit<Change, 'note'> & Omit<Planning, 'value'>): Promise<Revision>;

  /**
   * Changes what is given of a planned string.
   *
   * @throws InvalidInputError as in `plan`, or when no such string is planned.
   */
  changePlanned(id: string, change: PlanChange): Promise<Revision>;

  /**
   * Cancels a planned string, also one that has begun.
   *
   * @throws InvalidInputError when no such string is planned.
   */
  cancelPlanned(id: string, change: Change): Promise<Revision>;

  /**
   * Skips one occurrence of a string that repeats, or no longer skips it.
   *
   * @param occurrence RFC 3339: when it begins.
   * @throws InvalidInputError when no such string is planned, or it does not begin then.
   */
  skipPlanned(id: string, change: Change & { readonly occurrence: string; readonly skip: boolean }): Promise<Revision>;

  /**
   * Saves the string of an old version again, as a new revision.
   *
   * @throws InvalidInputError as in `save`, or when the version does not exist.
   */
  restore(version: number, change: Change): Promise<Revision>;
}

interface Dependencies {
  readonly log: LeasedLog;
  readonly find: (version: number) => Promise<Revision | undefined>;
  readonly request: LogRequest;
}

/** A clock that is farther ahead than this was wrong, and later changes don't follow it. In milliseconds. */
const MAX_AHEAD_MS = 3_600_000;

/** When a change begins by the clock: later than what is current, unless a wrong clock dated that. */
const momentAfter = (current: Content, clock: Date): number => {
  const before = momentOf(current);
  return before - clock.getTime() > MAX_AHEAD_MS ? clock.getTime() : Math.max(clock.getTime(), before + 1);
};

export const createChanges = ({ log, find, request }: Dependencies): Changes => {
  const planLog = log.planLog(request);

  /** @param makeNext makes the next content from the current one. */
  const append = async (
    { savedBy, expectedVersion, note }: Change,
    makeNext: (current: Content, stamp: Stamp) => Promise<NextContent>,
  ): Promise<Revision> => {
    if (note !== null) checkNote(note);
    return log.append(async (current, visibleAt) => {
      const { version } = current.revision;
      if (expectedVersion !== undefined && expectedVersion !== version) throw new ConflictError(current.revision);
      return makeNext(current, { id: String(version + 1), savedBy, at: momentAfter(current, visibleAt) });
    }, request);
  };

  const revisionOf = (
    current: Content,
    { savedBy, at }: Stamp,
    details: Pick<Revision, 'value' | 'note' | 'restores' | 'until' | 'keeps'>,
  ) => {
    const { savedAt, ...time } = timesOf(current, at);
    return { revision: { version: current.revision.version + 1, savedAt, savedBy, ...details }, ...time };
  };

  /** Replaces the base. What is planned stays. */
  const saveToStay = async (
    current: Content,
    stamp: Stamp,
    details: Pick<Revision, 'value' | 'note' | 'restores'>,
  ): Promise<NextContent> => {
    const { dueAt } = shownAt(await planOf(current, planLog), stamp.at, stamp.at);
    const plan = dueAt < Number.POSITIVE_INFINITY ? current.plan : null;
    return { ...revisionOf(current, stamp, { ...details, until: null, keeps: null }), returns: null, plan, dueAt };
  };

  const readPlan = async (current: Content, { at }: Stamp) => {
    const [{ base, baseAt }, plan] = await Promise.all([baseOf(current, at - 1, planLog), planOf(current, planLog)]);
    return { base, baseAt, plan, strings: stillPlanned(plan, baseAt, at).map(({ string }) => string) };
  };

  const saveUntil = async (
    current: Content,
    stamp: Stamp,
    { value, until, note }: { value: string; until: string; note: string | null },
  ): Promise<NextContent> => {
    const { base, baseAt, strings } = await readPlan(current, stamp);
    const newPlan = addSaved(strings, { until, note }, stamp);
    const reading = shownAt(await openPlan(newPlan), baseAt, stamp.at);
    if (!reading.shown) throw new Error('A string that begins now is not shown');
    const details = { value, note, restores: null, until: toTime(reading.shown.until), keeps: null };
    return { ...revisionOf(current, stamp, details), ...hiddenPart(reading, base, null), newPlan };
  };

  /** @param note Public. Undefined: the string's own, which is secret until it begins. */
  const changePlan = async (
    current: Content,
    stamp: Stamp,
    note: string | null | undefined,
    change: (strings: readonly PlannedString[]) => Promise<readonly PlannedString[]>,
  ): Promise<NextContent> => {
    const { base, baseAt, plan, strings } = await readPlan(current, stamp);
    const newPlan = await change(strings);
    const reading = shownAt(await openPlan(newPlan), baseAt, stamp.at);
    const { value, until, restores } = await describe(reading, base, planLog);
    const { version, value: before, keeps } = current.revision;
    const isSame = value === before && reading.shown?.string.id === shownAt(plan, baseAt, stamp.at).shown?.string.id;
    const own = isSame || restores !== null ? null : (reading.shown?.string.note ?? null);
    const details = {
      value,
      until,
      note: note === undefined ? own : note,
      restores: isSame ? null : restores,
      keeps: isSame ? (keeps ?? version) : null,
    };
    return { ...revisionOf(current, stamp, details), ...hiddenPart(reading, base, null), newPlan };
  };

  return {
    save: async (value, { until = null, ...change }) => {
      checkValue(value);
      const { note } = change;
      return append(change, (current, stamp) =>
        until === null
          ? saveToStay(current, stamp, { value, note, restores: null })
          : saveUntil(current, stamp, { value, until, note }),
      );
    },

    restore: async (version, change) => {
      const old = await find(version);
      if (!old) throw new InvalidInputError(`Version ${version} does not exist.`);
      const { value } = old;
      return append(change, (current, stamp) =>
        saveToStay(current, stamp, { value, note: change.note, restores: version }),
      );
    },

    plan: async (value, { savedBy, expectedVersion, ...planning }) => {
      checkValue(value);
      return append({ savedBy, expectedVersion, note: planning.note }, (current, stamp) =>
        changePlan(current, stamp, undefined, (strings) => addPlanned(strings, { value, ...planning }, stamp)),
      );
    },

    changePlanned: async (id, { savedBy, expectedVersion, ...given }) => {
      if (given.value !== undefined) checkValue(given.value);
      return append({ savedBy, expectedVersion, note: given.note ?? null }, (current, stamp) =>
        changePlan(current, stamp, undefined, (strings) => changePlanned(strings, id, given, stamp)),
      );
    },

    cancelPlanned: async (id, change) =>
      append(change, (current, stamp) =>
        changePlan(current, stamp, change.note, async (strings) => cancelPlanned(strings, id, stamp)),
      ),

    skipPlanned: async (id, { occurrence, skip, ...change }) =>
      append(change, (current, stamp) =>
        changePlan(current, stamp, change.note, (strings) => skipPlanned(strings, id, { occurrence, skip }, stamp)),
      ),
  };
};
