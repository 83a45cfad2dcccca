import type { Random } from '../../../test/support/random.ts';

/** When the string changes, in milliseconds: the moments at which version 1, 2, 3 … became current. */
export interface Changes {
  /** The newest version at a moment. */
  versionAt(moment: number): number;
  /** For how long, at a moment, a version had no longer been current; 0 for the newest one. */
  behind(version: number, moment: number): number;
}

/** @param moments ascending. */
export const createChanges = (moments: readonly number[]): Changes => {
  let current = 0;
  const madeAt = (version: number) => moments[version - 1] ?? Infinity;
  return {
    versionAt: (moment) => {
      // A simulation asks in the order of time, nearly: from where the last answer was it is never far.
      while (madeAt(current + 1) <= moment) current++;
      while (current > 0 && madeAt(current) > moment) current--;
      return current;
    },
    behind: (version, moment) => Math.max(0, moment - madeAt(version + 1)),
  };
};

/** The time until the next of events that come at random, as visitors and editors do (a Poisson process). */
export const exponential = (random: Random, mean: number): number => -Math.log(1 - random()) * mean;

/** An editor who changes the string every `meanInterval` milliseconds on average. */
export const randomChanges = (random: Random, meanInterval: number, until: number): Changes => {
  const moments: number[] = [];
  for (let at = exponential(random, meanInterval); at < until; at += exponential(random, meanInterval))
    moments.push(at);
  return createChanges(moments);
};
