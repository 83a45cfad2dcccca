import { ConflictError, InvalidInputError } from './errors.ts';
import { createLeasedLog, type LeasedLogDependencies, type LogRequest, type Reading } from './leased-log.ts';
import { initialRevision, type Revision } from './revision.ts';
import { checkNote, checkPageSize, checkValue } from './rules.ts';

/** The details of a change in addition to its text. */
export interface Change {
  /** The editor's name. */
  readonly savedBy: string;
  /** The version that the editor last read; undefined to replace any version. */
  readonly expectedVersion: number | undefined;
  readonly note: string | null;
}

/** The saved string as one request sees it. */
export interface SavedString {
  /** Reads the current revision, and for how long it may be kept. Repeated calls read once. */
  read(): Promise<Reading>;

  /** Reads the current revision. Repeated calls read once. */
  latest(): Promise<Revision>;

  /** Finds the revision with this version, or undefined. */
  revision(version: number): Promise<Revision | undefined>;

  /**
   * Reads one page of the history, newest first, down to version 0. Long strings may give fewer revisions than asked
   * for, but never none while there are more.
   *
   * @throws InvalidInputError when `first` is not from 1 to 100.
   */
  history(range: { first: number; before: number | undefined }): Promise<{ revisions: Revision[]; hasMore: boolean }>;

  /**
   * Saves a new string.
   *
   * @throws InvalidInputError for a value or note that breaks a rule; ConflictError when `expectedVersion` is not
   * current.
   */
  save(value: string, change: Change): Promise<Revision>;

  /**
   * Saves the string of an old version again, as a new revision.
   *
   * @throws InvalidInputError as in `save`, or when the version does not exist; ConflictError when `expectedVersion` is
   * not current.
   */
  restore(version: number, change: Change): Promise<Revision>;
}

/** Opens the saved string for one request. When its signal aborts, every method throws StoreUnavailableError. */
export type OpenSavedString = (signal: AbortSignal, request?: Omit<LogRequest, 'signal'>) => SavedString;

interface Dependencies extends Omit<LeasedLogDependencies, 'initial'> {
  /** The string that visitors read before the first save. */
  readonly initialString: string;
}

const laterOf = (one: string, other: string | null): string => (other !== null && other > one ? other : one);

export const createSavedString = ({ initialString, ...dependencies }: Dependencies): OpenSavedString => {
  const { revisions } = dependencies;
  const initial = initialRevision(initialString);
  const log = createLeasedLog({ ...dependencies, initial });

  return (signal, request = {}) => {
    const find = async (version: number) => {
      if (version === 0) return initial;
      const entry = version > 0 ? await revisions.find(version, signal) : undefined;
      return entry?.state === 'committed' ? entry.revision : undefined;
    };

    let reading: Promise<Reading> | undefined;
    const read = () => {
      reading ??= log.read({ ...request, signal });
      return reading;
    };

    const append = (value: string, restores: number | null, { savedBy, expectedVersion, note }: Change) =>
      log.append(
        (current, visibleAt) => {
          if (expectedVersion !== undefined && expectedVersion !== current.version) throw new ConflictError(current);
          // Never before the revision before, even if this clock is slow.
          const savedAt = laterOf(visibleAt.toISOString(), current.savedAt);
          return { version: current.version + 1, value, savedAt, savedBy, note, restores };
        },
        { ...request, signal },
      );

    return {
      read,

      latest: async () => (await read()).revision,

      revision: find,

      history: async ({ first, before }) => {
        checkPageSize(first);
        const found = (await revisions.list({ before, limit: first }, signal)).map(({ revision }) => revision);
        // Versions have no gaps, so the last one tells whether the history goes on.
        const oldest = found.at(-1)?.version ?? Math.min(before ?? 1, 1);
        if (found.length < first && oldest === 1) found.push(initial);
        return { revisions: found, hasMore: (found.at(-1)?.version ?? 0) > 0 };
      },

      save: async (value, change) => {
        checkValue(value);
        if (change.note !== null) checkNote(change.note);
        return append(value, null, change);
      },

      restore: async (version, change) => {
        if (change.note !== null) checkNote(change.note);
        const old = await find(version);
        if (!old) throw new InvalidInputError(`Version ${version} does not exist.`);
        return append(old.value, version, change);
      },
    };
  };
};
