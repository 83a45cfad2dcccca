import { describe, expect, test } from '@jest/globals';
import { type PlanMistake, simulatePlans } from '../../support/faults/plan-simulation.ts';

const OPERATIONS = 6_000;

describe.each([
  { skewMs: 200, leases: [0] },
  { skewMs: 2_000, leases: [0] },
  // Nothing is kept in the last second before a planned moment: so clocks may be up to half of it wrong.
  { skewMs: 400, leases: [0, 1_000, 1_000] },
  { skewMs: 400, leases: [3_000] },
])('with clocks up to $skewMs ms wrong and leases of $leases ms', ({ skewMs, leases }) => {
  test('all visitors change over together, once and on time', async () => {
    const totals = new Map<string, number>();
    for (let seed = 1; seed <= 4; seed++) {
      const { violation, counts } = await simulatePlans({ seed, operations: OPERATIONS, leases, skewMs });
      if (violation) throw new Error(`Seed ${seed}: ${JSON.stringify(violation, null, 2)}`);
      for (const [outcome, times] of Object.entries(counts)) totals.set(outcome, (totals.get(outcome) ?? 0) + times);
    }
    process.stdout.write(`±${skewMs} ms, leases ${leases}: ${JSON.stringify(Object.fromEntries(totals))}\n`);
    expect([...totals].filter(([, times]) => times === 0)).toEqual([]);
  });
});

const isFound = async (settings: { skewMs: number; leases: number[]; mistake?: PlanMistake }) => {
  for (let seed = 1; seed <= 20; seed++) {
    if ((await simulatePlans({ seed, operations: OPERATIONS, ...settings })).violation) return true;
  }
  return false;
};

test.each<PlanMistake>(['evaluating instead of writing down', 'savedAt = now', 'no second look after a lost race'])(
  'the mistake breaks the promise, and the checker finds it: %s',
  async (mistake) => {
    expect(await isFound({ skewMs: 200, leases: [0], mistake })).toBe(true);
  },
);

test('with leases, clocks that are two seconds wrong break the promise', async () => {
  expect(await isFound({ skewMs: 2_000, leases: [3_000] })).toBe(true);
});
