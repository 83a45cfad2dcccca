import { dueAt, laterOf } from './due.ts';
import type { Content, PlannedString } from './entry.ts';
import { ConflictError, InvalidInputError } from './errors.ts';
import { createLeasedLog, type LeasedLogDependencies, type LogRequest } from './leased-log.ts';
import type { Stamp } from './plan.ts';
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

/** The current revision, and for how long a cache in front of this process may keep it, in milliseconds. */
export interface Reading {
  readonly revision: Revision;
  readonly keepMs: number;
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
   * Finds the revision that visitors read at a time, or will read then if nobody changes anything.
   *
   * @param authenticate is called for a time in the future, and throws unless an editor asks: plans are secret.
   * @returns undefined for a time before the first save.
   */
  revisionAt(time: Date, authenticate: () => Promise<unknown>): Promise<Revision | undefined>;

  /** Lists what is planned, in order. Only editors may see it. */
  planned(): Promise<readonly PlannedString[]>;

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

/** Opens the saved string for one request. When its signal aborts, every method throws StoreUnavailableError. */
export type OpenSavedString = (signal: AbortSignal, request?: Omit<LogRequest, 'signal'>) => SavedString;

interface Dependencies extends Omit<LeasedLogDependencies, 'initial'> {
  /** The string that visitors read before the first save. */
  readonly initialString: string;
}

const loadPlan = () => import('./plan.ts');

export const createSavedString = ({ initialString, ...dependencies }: Dependencies): OpenSavedString => {
  const { revisions, now } = dependencies;
  const initial = initialRevision(initialString);
  const log = createLeasedLog({ ...dependencies, initial });

  return (signal, request = {}) => {
    const find = async (version: number) => {
      if (version === 0) return initial;
      const entry = version > 0 ? await revisions.find(version, signal) : undefined;
      return entry?.state === 'committed' ? entry.revision : undefined;
    };

    /** Reads anew, so what is due by now is written down. */
    const readNow = () => log.read({ ...request, signal });

    let reading: ReturnType<typeof readNow> | undefined;
    const read = () => {
      reading ??= readNow();
      return reading;
    };

    /** @param makeNext makes the next entry from the current one and what all new revisions have in common. */
    const append = (
      { savedBy, expectedVersion }: Omit<Change, 'note'>,
      makeNext: (current: Content, stamp: Stamp) => Content,
    ) =>
      log.append(
        (current, visibleAt) => {
          const { version, savedAt } = current.revision;
          if (expectedVersion !== undefined && expectedVersion !== version) throw new ConflictError(current.revision);
          // Never before the revision before, even if this clock is slow.
          return makeNext(current, {
            version: version + 1,
            savedAt: laterOf(visibleAt.toISOString(), savedAt),
            savedBy,
          });
        },
        { ...request, signal },
      );

    return {
      read: async () => {
        const { current, keepMs } = await read();
        return { revision: current.revision, keepMs };
      },

      latest: async () => (await read()).current.revision,

      revision: async (version) => {
        const found = await find(version);
        if (found || version < 0) return found;
        // It may be due, and no one has looked yet.
        await readNow();
        return find(version);
      },

      revisionAt: async (time, authenticate) => {
        const asked = now();
        const { current } = await readNow();
        const { revisionAt } = await import('./revision-at.ts');
        return revisionAt(time, { current, now: asked, find, authenticate });
      },

      planned: async () => (await read()).current.plan,

      history: async ({ first, before }) => {
        checkPageSize(first);
        const list = () => revisions.list({ before, limit: first }, signal);
        let entries = await list();
        if (before === undefined && entries[0] && dueAt(entries[0]) <= now().getTime()) {
          await readNow();
          entries = await list();
        }
        const found = entries.map(({ revision }) => revision);
        // Versions have no gaps, so the last one tells whether the history goes on.
        const oldest = found.at(-1)?.version ?? Math.min(before ?? 1, 1);
        if (found.length < first && oldest === 1) found.push(initial);
        return { revisions: found, hasMore: (found.at(-1)?.version ?? 0) > 0 };
      },

      save: async (value, { until = null, note, ...change }) => {
        checkValue(value);
        if (note !== null) checkNote(note);
        const { save } = await loadPlan();
        return append(change, (current, stamp) => save(current, stamp, { value, until, note, restores: null }));
      },

      restore: async (version, { note, ...change }) => {
        if (note !== null) checkNote(note);
        const old = await find(version);
        if (!old) throw new InvalidInputError(`Version ${version} does not exist.`);
        const { value } = old;
        const { save } = await loadPlan();
        return append(change, (current, stamp) =>
          save(current, stamp, { value, until: null, note, restores: version }),
        );
      },

      plan: async (value, { from, until, note, ...change }) => {
        const { addToPlan } = await loadPlan();
        return append(change, (current, stamp) => addToPlan(current, stamp, { value, from, until, note }));
      },

      cancelPlanned: async (from, { note, ...change }) => {
        const { cancelPlanned } = await loadPlan();
        return append(change, (current, stamp) => cancelPlanned(current, stamp, { from, note }));
      },
    };
  };
};
