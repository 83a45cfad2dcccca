import type { Revision } from './revision.ts';

/**
 * The append-only log of revisions: the port that a store implements. Version 0 is not in it.
 *
 * Every read sees every append that was answered before the read began. Each method stops when the signal aborts, and
 * throws StoreUnavailableError when the store does not answer.
 */
export interface Revisions {
  /** The newest revision, or undefined while the log is empty. */
  latest(signal: AbortSignal): Promise<Revision | undefined>;

  /** The revision with exactly this version, or undefined. */
  find(version: number, signal: AbortSignal): Promise<Revision | undefined>;

  /**
   * Up to `limit` revisions, newest first; with `before`, only those of a smaller version. A list may end sooner, after about
   * 1 MB, but is never empty while there are any.
   */
  list(range: { before: number | undefined; limit: number }, signal: AbortSignal): Promise<Revision[]>;

  /**
   * Appends a revision unless its version is taken. Returns whether it was appended: false means that the version belongs
   * to somebody else's revision, never to this one.
   */
  append(revision: Revision, signal: AbortSignal): Promise<boolean>;
}
