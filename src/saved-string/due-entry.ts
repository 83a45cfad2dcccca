import { type Content, dueAt } from './entry.ts';
import type { Revision } from './revision.ts';

/** The version to which visitors return when a string that begins now ends. */
export const baseOf = ({ revision, returns }: Content): number => returns ?? revision.keeps ?? revision.version;

/** @returns the later of two times. */
export const laterOf = (time: string, other: string | null): string =>
  other !== null && Date.parse(time) < Date.parse(other) ? other : time;

/**
 * Makes the entry that follows at the moment of `dueAt`. It depends on the log alone, not on a clock: all who write
 * it down write the same. A string that begins when another ends follows it directly.
 *
 * @param find reads an older revision.
 */
export const dueEntry = async (
  entry: Content,
  find: (version: number) => Promise<Revision | undefined>,
): Promise<Content> => {
  const { revision, plan, returns } = entry;
  const { version, until, keeps } = revision;
  const [next, ...later] = plan;
  if (next && Date.parse(next.from) <= dueAt(entry)) {
    const { value, from, note, plannedBy } = next;
    return {
      revision: {
        version: version + 1,
        value,
        savedAt: laterOf(from, revision.savedAt),
        savedBy: plannedBy,
        note,
        restores: null,
        until: next.until,
        keeps: null,
      },
      plan: later,
      returns: next.until === null ? null : baseOf(entry),
    };
  }
  if (returns === null || until === null) throw new Error(`Nothing is planned after version ${version}`);
  // A change of the plan has another author than the string that it kept.
  const [base, own] = await Promise.all([find(returns), keeps === null ? revision : find(keeps)]);
  if (!base || !own) throw new Error(`Version ${version} of the log refers to a version that is missing`);
  return {
    revision: {
      version: version + 1,
      value: base.value,
      savedAt: laterOf(until, revision.savedAt),
      savedBy: own.savedBy,
      note: null,
      restores: returns,
      until: null,
      keeps: null,
    },
    plan,
    returns: null,
  };
};
