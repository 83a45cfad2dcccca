import type { Changes } from './changes.ts';
import type { Clock } from './clock.ts';
import { createTokenBucket } from './token-bucket.ts';

/** A DynamoDB partition with one item that everybody reads. */
export interface Store {
  /** Reads consistently: the newest version, or undefined when the read was throttled. */
  read(): number | undefined;
  /** How many reads there have been. */
  readonly usage: { reads: number; throttledReads: number };
}

/** AWS does not say over what time a partition's limit is measured; here it is a second, as the limit is given. */
export const createStore = (clock: Clock, changes: Changes, readsPerSecond: number): Store => {
  const take = createTokenBucket(clock, { perSecond: readsPerSecond, burst: readsPerSecond });
  const usage = { reads: 0, throttledReads: 0 };
  const read = () => {
    if (!take()) {
      usage.throttledReads++;
      return undefined;
    }
    usage.reads++;
    return changes.versionAt(clock.now());
  };
  return { read, usage };
};
