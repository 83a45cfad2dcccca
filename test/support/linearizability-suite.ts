import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Outcome } from './concurrent-clients.ts';
import type { Fault } from './fault-proxy.ts';
import { runUnderFaults } from './faulty-run.ts';
import { createRandom } from './random.ts';
import { randomFaults } from './random-faults.ts';
import { startStore, type TestStore } from './store.ts';

/** `npm run test:linearizability` sets more. To run one seed again: --testNamePattern 'seed 7$'. */
const { SEEDS = '20', OPERATIONS = '1000' } = process.env;

/** Jest runs files side by side and tests one by one, so a file for every second seed keeps two cores busy. */
export const describeLinearizability = (first: 1 | 2): void => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startStore();
  });
  afterAll(() => store.stop());

  describe(`six clients, two instances and ${OPERATIONS} operations under mixed faults`, () => {
    const totals: Partial<Record<Outcome | Fault | 'lost write', number>> = {};
    const add = (key: keyof typeof totals, times = 1) => {
      totals[key] = (totals[key] ?? 0) + times;
    };
    const seeds = Array.from({ length: Math.ceil(Number(SEEDS) / 2) }, (_, index) => first + 2 * index);

    test.each(seeds)(
      'leave a linearizable history: seed %i',
      async (seed) => {
        const chooseFault = randomFaults(createRandom(-seed));
        const choose = (operation: string) => {
          const fault = chooseFault();
          add(fault);
          if (operation === 'PutItem' && fault === 'lost answer') add('lost write');
          return fault;
        };
        const run = { seed, clients: 6, operations: Number(OPERATIONS), choose };
        const { violation, outcomes } = await runUnderFaults(store, run);
        for (const [outcome, times] of outcomes) add(outcome, times);
        if (violation) throw new Error(`Seed ${seed}: ${JSON.stringify(violation, null, 2)}`);
      },
      300_000,
    );

    test('which means something, since they met everything that they should survive', () => {
      process.stdout.write(`${seeds.length} × ${OPERATIONS} operations met ${JSON.stringify(totals)}\n`);
      const outcomes = ['read', 'saved', 'restored', 'conflict', 'not read', 'not written', 'unknown'] as const;
      const faults = ['reset', 'late request', 'lost answer', 'truncated answer', 'slow', 'stale answer'] as const;
      const errors = ['hang', 'server error', 'throttle', 'access denied', 'no such table'] as const;
      const met = [...outcomes, ...faults, ...errors, 'lost write' as const].map((key) => [key, totals[key] ?? 0]);
      expect(met.filter(([, times]) => times === 0)).toEqual([]);
    });
  });
};
