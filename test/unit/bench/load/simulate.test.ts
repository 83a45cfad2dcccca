import { describe, expect, test } from '@jest/globals';
import { DEFAULT_SCENARIO, DESIGNS, type Scenario, simulate } from '../../../../bench/load/hot-key/simulate.ts';
import { createDynamoClient } from '../../../../src/dynamodb/client.ts';

const SECONDS = 10;

/** Totals of a simulation that is shorter than the benchmark's. */
const run = (scenario: Pick<Scenario, 'design' | 'viewsPerSecond'> & Partial<Scenario>) =>
  simulate({ ...DEFAULT_SCENARIO, warmUp: 5_000, duration: SECONDS * 1_000, ...scenario });

const { limits, retries, cacheLifetime, readTime, edgeRoundTrips } = DEFAULT_SCENARIO;
const once = { ...retries, attempts: 1 };

test.each(DESIGNS)('%s: the same seed gives the same result, another seed another one', (design) => {
  const scenario = { design, viewsPerSecond: 500 };
  expect(run(scenario)).toEqual(run(scenario));
  expect(run(scenario)).not.toEqual(run({ ...scenario, seed: 2 }));
});

describe('without a cache', () => {
  const design = 'no cache';

  test('1,000 views a second are all served, each with one read', () => {
    const { views, served, reads, throttledReads, lambdaRequests } = run({ design, viewsPerSecond: 1_000 });
    expect(served).toBe(views);
    expect(throttledReads).toBe(0);
    expect(reads).toBe(lambdaRequests);
    expect(Math.abs(views / SECONDS - 1_000)).toBeLessThan(30);
  });

  test('as many instances are at work as views come in the time that one takes', () => {
    const { busyMilliseconds } = run({ design, viewsPerSecond: 1_000, ownTime: 21, readTime: 4 });
    expect(busyMilliseconds / (SECONDS * 1_000)).toBeCloseTo(25, 0);
  });

  test('at 5,000 views a second, two in five reads are throttled, and so many views refused where nothing is retried', () => {
    const { views, reads, throttledReads, refused } = run({ design, viewsPerSecond: 5_000, retries: once });
    expect(reads / SECONDS).toBeCloseTo(3_000, -1);
    expect(throttledReads / (reads + throttledReads)).toBeCloseTo(0.4, 2);
    expect(refused.store / views).toBeCloseTo(0.4, 2);
    expect(refused).toMatchObject({ gateway: 0, lambda: 0 });
  });

  test('the SDK’s retries serve nobody more, and their pauses fill Lambda', () => {
    const { served, refused, mostRunning } = run({ design, viewsPerSecond: 5_000, warmUp: 30_000 });
    expect(served / SECONDS).toBeCloseTo(3_000, -2);
    expect(refused.lambda).toBeGreaterThan(refused.store);
    expect(mostRunning).toBe(limits.lambda.concurrency);
  });

  test('a client whose retries are used up gives up at once', () => {
    const usedUp = { ...retries, tokens: 0 };
    const { refused, mostRunning } = run({ design, viewsPerSecond: 5_000, retries: usedUp });
    expect(refused.lambda).toBe(0);
    expect(mostRunning).toBeLessThan(200);
  });

  test('nobody is ever shown an old string, not even when most are refused', () => {
    for (const viewsPerSecond of [100, 5_000]) {
      expect(run({ design, viewsPerSecond })).toMatchObject({ stale: 0, longestBehind: 0, disagreements: 0 });
    }
  });
});

describe('with a cache at the edge', () => {
  const design = 'edge cache';

  test('the origin is asked as often for 50,000 views a second as for 5,000, and all are served', () => {
    const few = run({ design, viewsPerSecond: 5_000 });
    const many = run({ design, viewsPerSecond: 50_000 });
    expect(Math.abs(many.gatewayRequests - few.gatewayRequests)).toBeLessThan(0.05 * few.gatewayRequests);
    expect(many.gatewayRequests).toBeLessThanOrEqual((SECONDS + 1) * limits.edge.regionalCaches);
    expect(many.served).toBe(many.views);
  });

  test('it bears every point of presence asking the origin itself', () => {
    const edge = { ...limits.edge, regionalCaches: 0 };
    const { gatewayRequests, served, views } = run({ design, viewsPerSecond: 20_000, limits: { ...limits, edge } });
    expect(gatewayRequests).toBeLessThanOrEqual((SECONDS + 1) * limits.edge.pointsOfPresence);
    expect(gatewayRequests).toBeGreaterThan(0.7 * SECONDS * limits.edge.pointsOfPresence);
    expect(served).toBe(views);
  });

  test('two visitors can see different strings, one of them up to two lifetimes and a round trip old', () => {
    const { longestBehind, disagreements } = run({ design, viewsPerSecond: 2_000, changeInterval: 500 });
    expect(disagreements).toBeGreaterThan(0);
    expect(longestBehind).toBeGreaterThan(cacheLifetime);
    expect(longestBehind).toBeLessThanOrEqual(2 * cacheLifetime + edgeRoundTrips[1]);
  });
});

describe('with a cache in the process', () => {
  const design = 'in-process cache';

  test('each instance reads at most once a second, and nothing is throttled', () => {
    const { reads, mostRunning, served, views, throttledReads } = run({ design, viewsPerSecond: 5_000 });
    expect(reads).toBeLessThanOrEqual((SECONDS + 1) * mostRunning);
    expect(throttledReads).toBe(0);
    expect(served).toBe(views);
  });

  test('the gateway’s limit is met first: 10,000 requests a second', () => {
    const { views, served, refused } = run({ design, viewsPerSecond: 30_000 });
    expect(served / SECONDS).toBeCloseTo(10_000, -2);
    expect(refused.gateway).toBe(views - served);
  });

  test('two visitors can see different strings, one of them up to a lifetime and a read old', () => {
    const { longestBehind, disagreements } = run({ design, viewsPerSecond: 2_000, changeInterval: 500 });
    expect(disagreements).toBeGreaterThan(0);
    expect(longestBehind).toBeGreaterThan(0.9 * cacheLifetime);
    expect(longestBehind).toBeLessThanOrEqual(cacheLifetime + readTime);
  });
});

describe('Lambda', () => {
  const slow = { design: 'no cache', viewsPerSecond: 2_000, ownTime: 2_000, warmUp: 0, duration: 5_000 } as const;

  test('runs no more instances than its quota', () => {
    const { mostRunning, refused } = run(slow);
    expect(mostRunning).toBe(1_000);
    expect(refused.lambda).toBeGreaterThan(0);
  });

  test('starts no more than 1,000 new instances in ten seconds, however high the quota is', () => {
    const lambda = { ...limits.lambda, concurrency: 10_000 };
    const { mostRunning } = run({ ...slow, limits: { ...limits, lambda } });
    expect(mostRunning).toBeGreaterThan(1_100);
    expect(mostRunning).toBeLessThanOrEqual(1_000 + (slow.duration / 1_000) * 100);
  });

  test('takes no more requests than ten a second for each of its quota', () => {
    const lambda = { ...limits.lambda, concurrency: 20 };
    const { served } = run({ design: 'no cache', viewsPerSecond: 1_000, limits: { ...limits, lambda } });
    expect(served / SECONDS).toBeCloseTo(200, -1);
  });
});

test('the simulated client tries as often as the product’s', async () => {
  const client = createDynamoClient({
    region: 'eu-west-1',
    dynamodbEndpoint: undefined,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test', sessionToken: undefined },
  });
  expect(await client.config.maxAttempts()).toBe(retries.attempts);
  client.destroy();
});
