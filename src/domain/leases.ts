import type { Entry, State } from './entry.ts';

// A lease (Gray and Cheriton, 1989) lets readers keep a revision for a while, because a save of the next one waits
// for as long. Nobody needs to know the readers, and no two clocks have to agree: each measures durations by its own.
//
// A save with a lease to wait for has three steps. *Announced*: the next revision is in the log, and readers who see it
// still keep the current one, but only for a tenth of the lease: otherwise all visitors would ask the store until the
// save is over. The save waits until every reader knows. *Closing*: readers keep nothing. The save waits for the tenth.
// *Committed*: everybody reads the next revision. Any instance may take the next step for a writer that died, after it
// has itself watched the current one for as long. All instances must agree on these three constants.

/** The part of a lease for which readers keep the current revision while the next one is announced. */
const ANNOUNCED_PART = 0.1;

/** Clocks run at rates up to 1 % apart. */
const RATE = 1.01;

/** The three clocks of one instance disagree by less, in milliseconds. */
const DISAGREEMENT_MS = 100;

/** The time for which a reader may keep the current revision, given the state of the newest, in milliseconds. */
export const keepMs = (leaseMs: number, newest: State): number =>
  ({ committed: leaseMs, announced: leaseMs * ANNOUNCED_PART, closing: 0 })[newest];

/** The time that a change has to stay in this state, in milliseconds, if the revision before it has this lease. */
export const waitMs = (leaseMs: number, state: State): number => {
  if (state === 'committed' || leaseMs === 0) return 0;
  return keepMs(leaseMs, state === 'announced' ? 'committed' : 'announced') * RATE + DISAGREEMENT_MS;
};

/** The time that a save takes besides the store's, in milliseconds. */
export const saveMs = (leaseMs: number): number => waitMs(leaseMs, 'announced') + waitMs(leaseMs, 'closing');

/** The state after this one. */
export const nextState = (state: State): State => (state === 'announced' ? 'closing' : 'committed');

/** The state in which a change is appended, if the revision before it has this lease. */
export const firstState = (leaseMs: number): State => (leaseMs > 0 ? 'announced' : 'committed');

/**
 * A moment by three clocks, in milliseconds. Lambda freezes a process between requests. Then its monotonic clock stands
 * still, and its wall clock may be late; the gateway's goes on.
 */
export interface Moment {
  readonly monotonic: number;
  readonly wall: number;
  /** When the request arrived, by the gateway's clock. */
  readonly arrivedAt: number;
}

const agesOf = (since: Moment, at: Moment): number[] => [
  at.monotonic - since.monotonic,
  at.wall - since.wall,
  at.arrivedAt - since.arrivedAt,
];

/** The age of something kept since this moment: the most that any clock says, in milliseconds. */
export const ageMs = (since: Moment, at: Moment): number => Math.max(...agesOf(since, at));

/** Whether something may still be kept. Not if a clock went back: then no clock is to be trusted. */
export const isFresh = (since: Moment, at: Moment, forMs: number): boolean =>
  ageMs(since, at) < forMs && watchedMs(since, at) > -DISAGREEMENT_MS / 2;

/** The time for which something has been watched: the least that any clock says, in milliseconds. */
export const watchedMs = (since: Moment, at: Moment): number => Math.min(...agesOf(since, at));

/** Whether both are the same write in the same state. */
export const isSame = (one: Entry, other: Entry): boolean =>
  one.writeId === other.writeId && one.state === other.state && one.revision.version === other.revision.version;
