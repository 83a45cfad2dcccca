import { dueEntry } from './due-entry.ts';
import { type Content, dueAt } from './entry.ts';
import { findRevisionAt } from './find-revision-at.ts';
import type { Revision } from './revision.ts';

interface Now {
  readonly current: Content;
  readonly now: Date;
  readonly find: (version: number) => Promise<Revision | undefined>;
  /** Throws unless an editor asks. */
  readonly authenticate: () => Promise<unknown>;
}

/**
 * Finds the revision of the past, or makes the one of the future: what is planned begins and ends, and nobody saves.
 *
 * @returns undefined for a time before the first save.
 */
export const revisionAt = async (
  time: Date,
  { current, now, find, authenticate }: Now,
): Promise<Revision | undefined> => {
  const isPast = time <= now || time.getTime() <= Date.parse(current.revision.savedAt ?? '');
  if (isPast) return findRevisionAt(time, { newest: current.revision, find });
  await authenticate();
  let then = current;
  while (dueAt(then) <= time.getTime()) then = await dueEntry(then, find);
  return then.revision.version > 0 ? then.revision : undefined;
};
