import { expect, test } from '@jest/globals';
import { costPerMillion, priceOf } from '../../bench/aws.ts';

test('a million requests of 100 ms at 1 GB cost 1.33 dollars for the time and 0.20 for the requests', () => {
  expect(costPerMillion([100, 100], 1_024)).toBeCloseTo(1.53334);
});

test('each request is billed in whole milliseconds, rounded up', () => {
  expect(costPerMillion([1.01, 3], 1_024)).toBe(costPerMillion([2, 3], 1_024));
});

test('half of the memory costs half for the time', () => {
  expect(costPerMillion([100], 512)).toBeCloseTo(0.2 + 1.33334 / 2);
});

test('each tier of a price is charged for its own units only', () => {
  const tiers = [
    { upTo: 300, price: 1 },
    { upTo: Infinity, price: 0.9 },
  ];
  expect(priceOf(200, tiers)).toBe(200);
  expect(priceOf(400, tiers)).toBe(390);
});
