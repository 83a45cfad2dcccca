import type { Revision } from './revision.ts';

/**
 * The append-only log of revisions: the port that a store implements. It does not contain version 0.
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
   * Lists up to `limit` revisions, newest first; with `before`, only lower versions. A list may end sooner, after about
   * 1 MB, but is empty only if no revisions are left.
   */
  list(range: { before: number | undefined; limit: number }, signal: AbortSignal): Promise<Revision[]>;

  /**
   * Appends a revision unless its version is taken.
   *
   * @returns whether it was appended. False means that the version belongs to another revision, never to this one.
   */
  append(revision: Revision, signal: AbortSignal): Promise<boolean>;
}
