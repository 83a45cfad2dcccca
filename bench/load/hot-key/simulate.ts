import { createRandom, type Random } from '../../../test/support/random.ts';
import { LIMITS, SDK_RETRIES } from './aws.ts';
import { createCache } from './cache.ts';
import { exponential, randomChanges } from './changes.ts';
import { type Clock, createClock } from './clock.ts';
import { createEdge } from './edge.ts';
import { createOrigin, type OriginLimits, type OriginUsage } from './origin.ts';
import type { Source } from './source.ts';
import { createStore, type Store } from './store.ts';
import { createStoreClient, type Retries } from './store-client.ts';
import { createVisitors, type Tally } from './visitors.ts';

/** What stands between the visitors and the store. */
export const DESIGNS = ['no cache', 'edge cache', 'in-process cache'] as const;

export type Design = (typeof DESIGNS)[number];

/** Times are in milliseconds. */
export interface Scenario {
  readonly design: Design;
  readonly viewsPerSecond: number;
  /** The same seed gives the same result, to the last view. */
  readonly seed: number;
  /** What the function takes for a page besides the read, and the read. */
  readonly ownTime: number;
  readonly readTime: number;
  readonly limits: OriginLimits & {
    readonly partition: { readonly readUnitsPerSecond: number };
    readonly edge: { readonly pointsOfPresence: number; readonly regionalCaches: number };
  };
  readonly retries: Retries;
  /** How long each cache keeps the string. */
  readonly cacheLifetime: number;
  /** From the nearest and from the farthest cache of the edge to the gateway and back. */
  readonly edgeRoundTrips: readonly [number, number];
  /** How often the string changes, on average. */
  readonly changeInterval: number;
  /** Not counted: until the instances have been started, and the SDK's clients have found out what the store bears. */
  readonly warmUp: number;
  readonly duration: number;
}

export const DEFAULT_SCENARIO = {
  seed: 1,
  ownTime: 4,
  readTime: 4,
  limits: LIMITS,
  retries: SDK_RETRIES,
  cacheLifetime: 1_000,
  edgeRoundTrips: [10, 250],
  changeInterval: 3_000,
  warmUp: 30_000,
  duration: 60_000,
} as const satisfies Omit<Scenario, 'design' | 'viewsPerSecond'>;

/** Totals over the time that counted. */
export interface Totals extends Tally, Omit<OriginUsage, 'running'> {
  readonly views: number;
  readonly reads: number;
  readonly throttledReads: number;
}

/** In milliseconds: longer than anybody waits for an answer. */
const SETTLING_TIME = 5_000;

const createInstanceStarter = (clock: Clock, random: Random, store: Store, scenario: Scenario) => (): Source => {
  const { design, ownTime, readTime, retries, cacheLifetime } = scenario;
  const client = createStoreClient(clock, random, store, { ...retries, readTime });
  const source = design === 'in-process cache' ? createCache(clock, cacheLifetime, client) : client;
  return (answer) => source((outcome) => clock.after(ownTime, () => answer(outcome)));
};

/** Follows every view of one design at one rate, one by one: visitors come at random (a Poisson process). */
export const simulate = (scenario: Scenario): Totals => {
  const { design, viewsPerSecond, seed, limits, warmUp, duration } = scenario;
  const end = warmUp + duration;
  const clock = createClock();
  const random = createRandom(seed);
  const changes = randomChanges(random, scenario.changeInterval, end);
  const store = createStore(clock, changes, limits.partition.readUnitsPerSecond);
  const origin = createOrigin(clock, limits, createInstanceStarter(clock, random, store, scenario));
  const edge = { ...limits.edge, lifetime: scenario.cacheLifetime, roundTrips: scenario.edgeRoundTrips };
  const source = design === 'edge cache' ? createEdge(clock, random, edge, origin.source) : origin.source;

  const counts = () => clock.now() >= warmUp && clock.now() < end;
  const { visit, tally } = createVisitors(clock, changes, source, counts);
  const comeAndGo = () => {
    visit();
    clock.after(exponential(random, 1_000 / viewsPerSecond), comeAndGo);
  };
  clock.after(0, comeAndGo);

  clock.runUntil(warmUp);
  const before = { ...origin.usage, ...store.usage };
  origin.usage.mostRunning = origin.usage.running;
  clock.runUntil(end);
  const after = { ...origin.usage, ...store.usage };
  // The last visitors get their answer, too; the others go on coming meanwhile.
  clock.runUntil(end + SETTLING_TIME);

  return {
    ...tally,
    views: tally.served + tally.refused.gateway + tally.refused.lambda + tally.refused.store,
    gatewayRequests: after.gatewayRequests - before.gatewayRequests,
    lambdaRequests: after.lambdaRequests - before.lambdaRequests,
    busyMilliseconds: after.busyMilliseconds - before.busyMilliseconds,
    billedMilliseconds: after.billedMilliseconds - before.billedMilliseconds,
    reads: after.reads - before.reads,
    throttledReads: after.throttledReads - before.throttledReads,
    mostRunning: after.mostRunning,
  };
};
