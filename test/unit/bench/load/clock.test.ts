import { expect, test } from '@jest/globals';
import { createClock } from '../../../../bench/load/hot-key/clock.ts';
import { createTokenBucket } from '../../../../bench/load/hot-key/token-bucket.ts';
import { below, createRandom } from '../../../support/random.ts';

test('what is to happen happens in the order of time, each at its own', () => {
  const clock = createClock();
  const random = createRandom(1);
  const delays = Array.from({ length: 1_000 }, () => below(random, 500));
  const happened: number[] = [];
  for (const delay of delays) clock.after(delay, () => happened.push(clock.now()));
  clock.runUntil(Infinity);
  expect(happened).toEqual(delays.toSorted((a, b) => a - b));
});

test('what happens can have consequences, and those after the end have not happened yet', () => {
  const clock = createClock();
  const happened: number[] = [];
  const again = () => {
    happened.push(clock.now());
    clock.after(10, again);
  };
  clock.after(10, again);
  clock.runUntil(30);
  expect(happened).toEqual([10, 20]);
  expect(clock.now()).toBe(30);
  clock.runUntil(31);
  expect(happened).toEqual([10, 20, 30]);
});

test('a bucket gives its burst at once, and then no more than its rate', () => {
  const clock = createClock();
  const take = createTokenBucket(clock, { perSecond: 2, burst: 3 });
  const takeAll = () => {
    let taken = 0;
    while (take()) taken++;
    return taken;
  };
  expect(takeAll()).toBe(3);
  clock.runUntil(1_000);
  expect(takeAll()).toBe(2);
  clock.runUntil(100_000);
  expect(takeAll()).toBe(3);
});
