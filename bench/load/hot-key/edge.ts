import { below, type Random } from '../../../test/support/random.ts';
import { createCache } from './cache.ts';
import type { Clock } from './clock.ts';
import type { Source } from './source.ts';

interface EdgeOptions {
  readonly pointsOfPresence: number;
  /** 0 lets every point of presence ask the origin itself. */
  readonly regionalCaches: number;
  /** How long each cache keeps an answer, in milliseconds. */
  readonly lifetime: number;
  /** From a cache to the origin and back, in milliseconds: the nearest and the farthest one; the others lie between. */
  readonly roundTrips: readonly [number, number];
}

const overNetwork =
  (clock: Clock, roundTrip: number, source: Source): Source =>
  (answer) =>
    clock.after(roundTrip / 2, () => source((outcome) => clock.after(roundTrip / 2, () => answer(outcome))));

/** The caches that ask the origin, the nearest first. */
const createOuterCaches = (clock: Clock, number: number, { lifetime, roundTrips }: EdgeOptions, origin: Source) => {
  const [nearest, farthest] = roundTrips;
  const step = number > 1 ? (farthest - nearest) / (number - 1) : 0;
  return Array.from({ length: number }, (_, index) =>
    createCache(clock, lifetime, overNetwork(clock, nearest + index * step, origin)),
  );
};

/**
 * CloudFront: a visitor comes to a point of presence, any with the same chance, which asks its regional cache, which asks the
 * origin.
 *
 * Each of the two keeps an answer for its whole lifetime: the Age header, by which a point of presence could know how old the
 * answer was already, counts whole seconds.
 */
export const createEdge = (clock: Clock, random: Random, options: EdgeOptions, origin: Source): Source => {
  const { pointsOfPresence, regionalCaches, lifetime } = options;
  const regional = createOuterCaches(clock, regionalCaches, options, origin);
  const points =
    regionalCaches === 0
      ? createOuterCaches(clock, pointsOfPresence, options, origin)
      : Array.from({ length: pointsOfPresence }, (_, index) =>
          createCache(clock, lifetime, regional[index % regionalCaches] ?? origin),
        );
  return (answer) => points[below(random, pointsOfPresence)]?.(answer);
};
