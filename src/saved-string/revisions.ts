import type { Entry } from './entry.ts';

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
