import { expect, test } from '@jest/globals';
import { describeLeases } from '../../support/faults/lease-suite.ts';
import { LEASE_MISTAKES } from '../../support/faults/mistakes.ts';
import { isFound } from '../../support/faults/simulation.ts';

describeLeases({ seeds: 6, operations: 3_000 });

test.each(Object.keys(LEASE_MISTAKES) as (keyof typeof LEASE_MISTAKES)[])(
  'the mistake breaks the promise, and the checker finds it: %s',
  async (mistake) => {
    const settings = mistake.includes('edge') ? { leases: [3_000], hasEdge: true } : { leases: [0, 1_000, 1_000] };
    expect(await isFound(30, { operations: 3_000, mistake, ...settings })).toBe(true);
  },
);
