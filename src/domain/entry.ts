import type { Revision } from './revision.ts';

/** A string that is to begin by itself. Only editors may see it before. Times are in UTC, as `toISOString` writes them. */
export interface PlannedString {
  readonly value: string;
  readonly from: string;
  /** Null if it stays until someone saves another. */
  readonly until: string | null;
  readonly note: string | null;
  /** The editor's name. */
  readonly plannedBy: string;
}

/** What a write adds to the log: a revision, and what visitors must not see. */
export interface Content {
  readonly revision: Revision;
  /** The strings that are to begin, in order. They do not overlap. */
  readonly plan: readonly PlannedString[];
  /** The version whose string comes back when this one ends; null if it has no end. */
  readonly returns: number | null;
}

/** The moment at which a string changes by itself, in milliseconds since 1970; Infinity if it does not. */
export const dueAt = ({ revision: { until }, plan, returns }: Content): number => {
  const times = [plan[0]?.from, returns === null ? null : until];
  return Math.min(...times.map((time) => (time == null ? Number.POSITIVE_INFINITY : Date.parse(time))));
};

/**
 * How far a change has come. Until it is committed, visitors read the revision before it: they may keep that for a short
 * while once the change is announced, and no longer once it is closing. See leases.ts.
 */
export type State = 'announced' | 'closing' | 'committed';

/** A revision as the log keeps it, with what visitors don't see. */
export interface Entry extends Content {
  /** In milliseconds: readers may keep this revision that long, and a save of the next one waits that long. */
  readonly leaseMs: number;
  readonly state: State;
  /** Distinguishes this write from any other write of the same version. */
  readonly writeId: string;
}

/**
 * The append-only log of revisions: the port that a store implements. It does not contain version 0.
 *
 * Every read sees every append that was answered before the read began. Each method stops when the signal aborts, and
 * throws StoreUnavailableError when the store does not answer.
 */
export interface Revisions {
  /** The newest entry in whatever state, or undefined while the log is empty. */
  newest(signal: AbortSignal): Promise<Entry | undefined>;

  /** The entry with exactly this version in whatever state, or undefined. */
  find(version: number, signal: AbortSignal): Promise<Entry | undefined>;

  /**
   * Lists up to `limit` committed entries, newest first; with `before`, only lower versions. A list may end sooner,
   * after about 1 MB, but is empty only if none are left.
   */
  list(range: { before: number | undefined; limit: number }, signal: AbortSignal): Promise<Entry[]>;

  /**
   * Appends an entry unless its version is taken.
   *
   * @returns whether it was appended. False means that the version belongs to another entry, never to this one.
   */
  append(entry: Entry, signal: AbortSignal): Promise<boolean>;

  /**
   * Moves an entry to its next state, unless it has left this state already.
   *
   * @returns the entry as it is now.
   */
  advance(entry: Entry, signal: AbortSignal): Promise<Entry>;
}
