import { expect, test } from '@jest/globals';
import { createRateAxis, LEFT, RIGHT, ticksUpTo } from '../../../../bench/load/plot/axes.ts';

test.each([
  [8.28, [0, 2, 4, 6, 8, 10]],
  [10, [0, 2, 4, 6, 8, 10]],
  [1.9, [0, 0.5, 1, 1.5, 2]],
  [430, [0, 100, 200, 300, 400, 500]],
])('up to %p, the steps are %p', (largest, ticks) => {
  expect(ticksUpTo(largest)).toEqual(ticks);
});

test('every decade is as wide as any other', () => {
  const { x, decades, holds } = createRateAxis([10, 50, 1_000]);
  expect(x(10)).toBe(LEFT);
  expect(x(100)).toBeCloseTo((LEFT + RIGHT) / 2);
  expect(x(1_000)).toBe(RIGHT);
  expect(decades).toEqual([10, 100, 1_000]);
  expect([9, 10, 1_000, 1_001].map(holds)).toEqual([false, true, true, false]);
});

test('a single rate has a place, too', () => {
  expect(createRateAxis([3_000]).x(3_000)).toBe(LEFT);
});
