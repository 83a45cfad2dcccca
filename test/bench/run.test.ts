import { expect, test } from '@jest/globals';
import { planRuns } from '../../bench/run/run.ts';
import { rotate } from '../../bench/run/warm-run.ts';

const plan = { rounds: 25, requests: 100 };

test('the default run has no CPU limit, plus cold starts at 512 MB', () => {
  expect(planRuns(plan, true)).toEqual([
    { memory: undefined, ...plan },
    { memory: 512, rounds: 25, requests: 0 },
  ]);
});

test('a machine that can’t limit the CPU makes no run at 512 MB', () => {
  expect(planRuns(plan, false)).toEqual([{ memory: undefined, ...plan }]);
});

test('each requested memory size gets a run, and no other does', () => {
  expect(planRuns({ memory: [256, 512], ...plan }, true)).toEqual([
    { memory: 256, ...plan },
    { memory: 512, ...plan },
  ]);
});

test('each candidate is first in one round', () => {
  expect([0, 1, 2, 3].map((by) => rotate(['a', 'b', 'c'], by).join(''))).toEqual(['abc', 'bca', 'cab', 'abc']);
});
