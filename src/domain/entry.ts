import type { Revision } from './revision.ts';

/** A string that begins or ends by itself. Only editors may see it before. Times are as `toISOString` writes them. */
export interface PlannedString {
  /** The version of the change that planned it. It stays the same when someone changes the string. */
  readonly id: string;
  /** Null: the string of the version `id`, which was saved with an end. */
  readonly value: string | null;
  /** When it begins; of a string that repeats, the first time. */
  readonly from: string;
  /** When it ends, likewise. Null if it stays until someone saves another, or another begins. */
  readonly until: string | null;
  /** A rule of RFC 5545, and the time zone in which it holds; null if it does not repeat. */
  readonly repeat: string | null;
  readonly timeZone: string | null;
  /** The beginnings that are skipped. */
  readonly skipped: readonly string[];
  readonly note: string | null;
  /** The name of the editor who planned it, or changed it last. */
  readonly plannedBy: string;
}

/** One write to the log: a revision, and what visitors must not see. */
export interface Content {
  readonly revision: Revision;
  /** The version that returns when everything planned has ended; null if it is this one. */
  readonly returns: number | null;
  /** The key of what is planned; null if nothing is. */
  readonly plan: string | null;
  /** The moment at which visitors read another string by itself, in milliseconds since 1970; Infinity if they don't. */
  readonly dueAt: number;
  /** When it began by the clock, in milliseconds since 1970. Null: at `savedAt`, which never goes back. */
  readonly at: number | null;
}

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

/** Takes what a read has cost, in DynamoDB's read units: one for each 4 KB, consistent. */
export type CountUnits = (units: number) => void;

/**
 * The append-only log of revisions: the port that a store implements. It does not contain version 0.
 *
 * Every read sees every append that was answered before the read began. Each method stops when the signal aborts, and
 * throws StoreUnavailableError when the store does not answer.
 */
export interface Revisions {
  /** The newest entry in whatever state, or undefined while the log is empty. */
  newest(signal: AbortSignal, countUnits?: CountUnits): Promise<Entry | undefined>;

  /** The entry with exactly this version in whatever state, or undefined. */
  find(version: number, signal: AbortSignal, countUnits?: CountUnits): Promise<Entry | undefined>;

  /**
   * Lists up to `limit` committed entries, newest first; with `before`, only lower versions. A list may end sooner,
   * after about 1 MB, but is empty only if none are left.
   */
  list(
    range: { before: number | undefined; limit: number },
    signal: AbortSignal,
    countUnits?: CountUnits,
  ): Promise<Entry[]>;

  /** Begins to load what an append needs, while the caller still reads. */
  prepareToAppend?(): void;

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

  /** Finds what was put under a key, or what an entry of this key's version planned before plans had keys. */
  findPlan(key: string, signal: AbortSignal, countUnits?: CountUnits): Promise<readonly PlannedString[]>;

  /** Puts what is planned under a new key, before the entry that refers to it. It never changes. */
  putPlan(key: string, strings: readonly PlannedString[], signal: AbortSignal): Promise<void>;
}
