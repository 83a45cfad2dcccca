import { type Content, dueAt } from './entry.ts';
import { dueEntry } from './plan.ts';
import type { Revision } from './revision.ts';

interface Log {
  /** The newest revision. */
  readonly newest: Revision;
  /** Finds a revision by its version. */
  readonly find: (version: number) => Promise<Revision | undefined>;
}

/**
 * Finds the revision that visitors read at a time: the newest one saved by then. Versions have no gaps and times never
 * go back, so it searches by version: first in growing steps from the newest, because people ask about yesterday, then
 * by halves. In a log of 10,000 it reads 25 revisions at most.
 *
 * @returns undefined before the first save: the log does not know what visitors read then.
 */
export const findRevisionAt = async (time: Date, { newest, find }: Log): Promise<Revision | undefined> => {
  const isSavedBy = ({ savedAt }: Revision) => savedAt !== null && Date.parse(savedAt) <= time.getTime();
  if (isSavedBy(newest)) return newest;

  let tooNew = newest.version;
  let found: Revision | undefined;
  for (let step = 1; tooNew - (found?.version ?? 0) > 1; step *= 2) {
    const version = found ? Math.floor((found.version + tooNew) / 2) : Math.max(tooNew - step, 1);
    const revision = await find(version);
    if (!revision) throw new Error(`The log has no version ${version}, but newer ones`);
    if (isSavedBy(revision)) found = revision;
    else tooNew = version;
  }
  return found;
};

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
