import type { Revision } from './revision.ts';

/** Whether a revision was saved by then. Version 0 never was. */
const isSavedBy = ({ savedAt }: Revision, time: number): boolean => savedAt !== null && Date.parse(savedAt) <= time;

/**
 * Finds the revision that was the newest at a time, with about twice as many reads as the number of later revisions has
 * binary digits.
 *
 * Times ascend with versions. Where an older log has times that go back, the answer is a revision which was saved by
 * then and whose successor was not; for a time within such a step back there may be several.
 *
 * @param time In milliseconds since 1970.
 * @param newest The newest revision now.
 * @returns undefined for a time before the first save.
 */
export const findRevisionAt = async (
  time: number,
  newest: Revision,
  find: (version: number) => Promise<Revision | undefined>,
): Promise<Revision | undefined> => {
  if (isSavedBy(newest, time)) return newest;
  let found: Revision | undefined;
  let step = 1;
  for (let low = 0, high = newest.version; high - low > 1; ) {
    // From the newest back in growing steps first: people ask about yesterday.
    const version = found ? Math.floor((low + high) / 2) : Math.max(high - step, 1);
    step *= 2;
    const revision = await find(version);
    if (!revision) throw new Error(`Version ${version} of the log is missing`);
    if (isSavedBy(revision, time)) {
      found = revision;
      low = version;
    } else high = version;
  }
  return found;
};
