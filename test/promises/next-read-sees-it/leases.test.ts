import { expect, test } from '@jest/globals';
import { type LeaseMistake, simulateLeases } from '../../support/faults/lease-simulation.ts';
import { describeLeases } from '../../support/faults/lease-suite.ts';

describeLeases({ seeds: 6, operations: 3_000 });

test.each<LeaseMistake>([
  'no wait',
  'waiting by the own setting',
  'keeping beside a change under way',
  'one clock, which stands still in a frozen process',
  'counting from the answer',
  'a step without its condition',
  'helping without having watched',
  'showing a change under way',
  'an edge that keeps everything',
])('the mistake breaks the promise, and the checker finds it: %s', async (mistake) => {
  const settings = mistake.includes('edge') ? { leases: [3_000], hasEdge: true } : { leases: [0, 1_000, 1_000] };
  for (let seed = 1; seed <= 30; seed++) {
    if ((await simulateLeases({ seed, operations: 3_000, mistake, ...settings })).violation) return;
  }
  expect(mistake).toBe('found');
});
