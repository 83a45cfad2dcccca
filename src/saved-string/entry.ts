import type { Revision } from './revision.ts';

/**
 * How far a change has come. Until it is committed, visitors read the revision before it: they may keep that for a short
 * while once the change is announced, and no longer once it is closing. See leases.ts.
 */
export type State = 'announced' | 'closing' | 'committed';

/** A revision as the log keeps it, with what visitors don't see. */
export interface Entry {
  readonly revision: Revision;
  /** In milliseconds: readers may keep this revision that long, and whoever saves the next one waits that long. */
  readonly leaseMs: number;
  readonly state: State;
  /** Distinguishes this write from any other write of the same version. */
  readonly writeId: string;
}
