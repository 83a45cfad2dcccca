import { setTimeout as sleep } from 'node:timers/promises';
import { ConflictError, InvalidInputError, StoreUnavailableError } from './errors.ts';
import { initialRevision, type Revision } from './revision.ts';
import type { Revisions } from './revisions.ts';
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
  /** Reads the current revision. Repeated calls ask the store once. */
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

/** Opens the saved string for one request. When the signal aborts, every method throws StoreUnavailableError. */
export type OpenSavedString = (signal: AbortSignal) => SavedString;

interface Dependencies {
  readonly revisions: Revisions;
  /** The string that visitors read before the first save. */
  readonly initialString: string;
  readonly now: () => Date;
}

/** The pause before the n-th retry is random: below 2ⁿ times the first, and never above the longest. */
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 80;

export const createSavedString =
  ({ revisions, initialString, now }: Dependencies): OpenSavedString =>
  (signal) => {
    const initial = initialRevision(initialString);
    const readLatest = async () => (await revisions.latest(signal)) ?? initial;
    const read = async (version: number) => {
      if (version === 0) return initial;
      return version > 0 ? revisions.find(version, signal) : undefined;
    };

    let latest: Promise<Revision> | undefined;

    // With equal pauses, writers that collided would collide again.
    const pause = async (attempt: number) => {
      const longest = Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS);
      try {
        await sleep(Math.random() * longest, undefined, { signal });
      } catch (cause) {
        throw new StoreUnavailableError('NOT_WRITTEN', { cause });
      }
    };

    const append = async (value: string, restores: number | null, { savedBy, expectedVersion, note }: Change) => {
      for (let attempt = 0; ; attempt++) {
        const current = await readLatest();
        if (expectedVersion !== undefined && expectedVersion !== current.version) throw new ConflictError(current);

        const revision: Revision = {
          version: current.version + 1,
          value,
          savedAt: now().toISOString(),
          savedBy,
          note,
          restores,
        };
        if (await revisions.append(revision, signal)) return revision;
        await pause(attempt);
      }
    };

    return {
      latest: () => {
        latest ??= readLatest();
        return latest;
      },

      revision: read,

      history: async ({ first, before }) => {
        checkPageSize(first);
        const found = await revisions.list({ before, limit: first }, signal);
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
        const old = await read(version);
        if (!old) throw new InvalidInputError(`Version ${version} does not exist.`);
        return append(old.value, version, change);
      },
    };
  };
