import type { Changes } from './changes.ts';
import type { Clock } from './clock.ts';
import type { Outcome, Refuser, Source } from './source.ts';

/** What the visitors saw who came in the time that counts. */
export interface Tally {
  served: number;
  readonly refused: Record<Refuser, number>;
  /** Views of a string that had been replaced before the visitor asked. */
  stale: number;
  /** For how long it had been, in milliseconds. */
  longestBehind: number;
  totalBehind: number;
  /** Views that began when somebody else had already read a newer string: two visitors, one moment, two strings. */
  disagreements: number;
}

/** Lets visitors come, and writes down what those see for whom `counts` is true when they come. */
export const createVisitors = (clock: Clock, changes: Changes, source: Source, counts: () => boolean) => {
  const tally: Tally = {
    served: 0,
    refused: { gateway: 0, lambda: 0, store: 0 },
    stale: 0,
    longestBehind: 0,
    totalBehind: 0,
    disagreements: 0,
  };
  let newestSeen = 0;

  const count = (outcome: Outcome, cameAt: number, newestSeenBefore: number) => {
    if (typeof outcome !== 'number') {
      tally.refused[outcome]++;
      return;
    }
    tally.served++;
    if (outcome < newestSeenBefore) tally.disagreements++;
    const behind = changes.behind(outcome, cameAt);
    if (behind === 0) return;
    tally.stale++;
    tally.totalBehind += behind;
    tally.longestBehind = Math.max(tally.longestBehind, behind);
  };

  const visit = () => {
    const cameAt = clock.now();
    const newestSeenBefore = newestSeen;
    const isCounted = counts();
    source((outcome) => {
      if (typeof outcome === 'number') newestSeen = Math.max(newestSeen, outcome);
      if (isCounted) count(outcome, cameAt, newestSeenBefore);
    });
  };
  return { visit, tally };
};
