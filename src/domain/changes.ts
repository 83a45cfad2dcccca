import type { Content } from './entry.ts';
import { ConflictError, InvalidInputError } from './errors.ts';
import type { LeasedLog, LogRequest } from './leased-log.ts';
import { addToPlan, cancelPlanned, laterOf, type Stamp, save } from './plan.ts';
import type { Revision } from './revision.ts';
import { checkNote, checkValue } from './revision.ts';

// One module, to be loaded when first needed: each further `import()` would split the page's own code into more files.
export { dueEntry } from './plan.ts';
export { revisionAt } from './revision-at.ts';

/** The details of a change in addition to its text. */
export interface Change {
  /** The editor's name. */
  readonly savedBy: string;
  /** The version that the editor last read; undefined to replace any version. */
  readonly expectedVersion: number | undefined;
  readonly note: string | null;
}

/** The changes that editors make. */
export interface Changes {
  /**
   * Saves a new string.
   *
   * @param until RFC 3339: when the string that was there before comes back. Without it, the new string stays.
   * @throws InvalidInputError for a value, note or time that breaks a rule; ConflictError when `expectedVersion` is not
   * current.
   */
  save(value: string, change: Change & { readonly until?: string | null }): Promise<Revision>;

  /**
   * Plans a string that begins by itself, and ends by itself if it has an `until`, both RFC 3339.
   *
   * @returns the current revision, which keeps its string. The note is the planned string's.
   * @throws InvalidInputError for a value, note or time that breaks a rule; ConflictError as in `save`.
   */
  plan(value: string, change: Change & { readonly from: string; readonly until: string | null }): Promise<Revision>;

  /**
   * Cancels the string that is planned to begin at a time, RFC 3339.
   *
   * @returns the current revision, which keeps its string.
   * @throws InvalidInputError when nothing is planned for that time; ConflictError as in `save`.
   */
  cancelPlanned(from: string, change: Change): Promise<Revision>;

  /**
   * Saves the string of an old version again, as a new revision.
   *
   * @throws InvalidInputError as in `save`, or when the version does not exist; ConflictError when `expectedVersion` is
   * not current.
   */
  restore(version: number, change: Change): Promise<Revision>;
}

interface Dependencies {
  readonly log: LeasedLog;
  readonly find: (version: number) => Promise<Revision | undefined>;
  readonly request: LogRequest;
}

export const createChanges = ({ log, find, request }: Dependencies): Changes => {
  /** @param makeNext makes the next content from the current one and what all new revisions have in common. */
  const append = (
    { savedBy, expectedVersion, note }: Change,
    makeNext: (current: Content, stamp: Stamp) => Content,
  ): Promise<Revision> => {
    if (note !== null) checkNote(note);
    return log.append((current, visibleAt) => {
      const { version, savedAt } = current.revision;
      if (expectedVersion !== undefined && expectedVersion !== version) throw new ConflictError(current.revision);
      // Never before the revision before, even if this clock is slow.
      return makeNext(current, { version: version + 1, savedAt: laterOf(visibleAt.toISOString(), savedAt), savedBy });
    }, request);
  };

  return {
    save: async (value, { until = null, ...change }) => {
      checkValue(value);
      const { note } = change;
      return append(change, (current, stamp) => save(current, stamp, { value, until, note, restores: null }));
    },

    restore: async (version, change) => {
      const old = await find(version);
      if (!old) throw new InvalidInputError(`Version ${version} does not exist.`);
      const { value } = old;
      const { note } = change;
      return append(change, (current, stamp) => save(current, stamp, { value, until: null, note, restores: version }));
    },

    plan: async (value, { from, until, ...change }) => {
      checkValue(value);
      const { note } = change;
      return append(change, (current, stamp) => addToPlan(current, stamp, { value, from, until, note }));
    },

    cancelPlanned: async (from, change) => {
      const { note } = change;
      return append(change, (current, stamp) => cancelPlanned(current, stamp, { from, note }));
    },
  };
};
