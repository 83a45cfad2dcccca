import { expect, test } from '@jest/globals';
import { MONTH, monthlyCost, priceOf } from '../../../../bench/load/hot-key/cost.ts';
import type { Totals } from '../../../../bench/load/hot-key/simulate.ts';

const TIERS = [
  { upTo: 300, price: 1 },
  { upTo: 1_000, price: 0.5 },
  { upTo: Infinity, price: 0.1 },
];

test.each([
  [0, 0],
  [100, 100],
  [300, 300],
  [500, 400],
  [2_000, 750],
])('%p units cost %p: each tier at its own price', (units, cost) => {
  expect(priceOf(units, TIERS)).toBeCloseTo(cost);
});

/** A hundred million views a month, each of them a request to Lambda with one read. */
const views = 1e8;
const totals: Totals = {
  views,
  served: views,
  refused: { gateway: 0, lambda: 0, store: 0 },
  stale: 0,
  longestBehind: 0,
  totalBehind: 0,
  disagreements: 0,
  gatewayRequests: views,
  lambdaRequests: views,
  busyMilliseconds: 10 * views,
  billedMilliseconds: 10 * views,
  mostRunning: 1,
  reads: views,
  throttledReads: 0,
};
const sizes = { pageBytes: 2 ** 30 / 1e6, logBytes: 2 ** 30 / 1e6, memoryGB: 1 };

test('without an edge, the gateway, Lambda, the reads, the log and what is sent are paid for', () => {
  expect(monthlyCost('no cache', totals, MONTH, sizes)).toEqual({
    gateway: expect.closeTo(100),
    lambda: expect.closeTo(20 + 13.3334),
    reads: expect.closeTo(12.5),
    logs: expect.closeTo(50),
    edge: 0,
    transfer: expect.closeTo(9),
    total: expect.closeTo(100 + 33.3334 + 12.5 + 50 + 9),
  });
});

test('with an edge, every view is paid for there, and what the origin sends to it is not', () => {
  const cost = monthlyCost('edge cache', { ...totals, gatewayRequests: 0, lambdaRequests: 0 }, MONTH, sizes);
  expect(cost).toMatchObject({ gateway: 0, logs: 0, edge: expect.closeTo(100), transfer: expect.closeTo(8.5) });
});

test('a month is like the seconds that were simulated', () => {
  const half = monthlyCost('no cache', totals, 2 * MONTH, sizes);
  expect(half.gateway).toBeCloseTo(50);
});
