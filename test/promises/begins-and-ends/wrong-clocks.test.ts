import { describe, expect, test } from '@jest/globals';
import { PLAN_MISTAKES } from '../../support/faults/mistakes.ts';
import { isFound, runSeeds } from '../../support/faults/simulation.ts';

const PLANS = { operations: 6_000, hasPlans: true };

describe.each([
  { skewMs: 200, leases: [0] },
  { skewMs: 2_000, leases: [0] },
  // Nothing is kept in the last second before a planned moment: so clocks may be up to half of it wrong.
  { skewMs: 400, leases: [0, 1_000, 1_000] },
  { skewMs: 400, leases: [3_000] },
])('with clocks up to $skewMs ms wrong and leases of $leases ms', ({ skewMs, leases }) => {
  test('all visitors change over together, once and on time', async () => {
    const totals = await runSeeds(4, { ...PLANS, leases, skewMs });
    process.stdout.write(`±${skewMs} ms, leases ${leases}: ${JSON.stringify(Object.fromEntries(totals))}\n`);
    expect([...totals.keys()]).toEqual(
      expect.arrayContaining(['read', 'begun', 'ended', 'saved', 'refused', 'unknown', 'not read']),
    );
  });
});

test.each(Object.keys(PLAN_MISTAKES) as (keyof typeof PLAN_MISTAKES)[])(
  'the mistake breaks the promise, and the checker finds it: %s',
  async (mistake) => {
    expect(await isFound(20, { ...PLANS, skewMs: 200, leases: [0], mistake })).toBe(true);
  },
);

test('with leases, clocks that are two seconds wrong break the promise', async () => {
  expect(await isFound(20, { ...PLANS, skewMs: 2_000, leases: [3_000] })).toBe(true);
});
