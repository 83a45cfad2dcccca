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
