import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createRandom } from '../random.ts';
import { startStore, type TestStore } from '../service/store.ts';
import type { Outcome } from './concurrent-clients.ts';
import type { Fault } from './fault-proxy.ts';
import { type Run, runUnderFaults } from './faulty-run.ts';
import { randomFaults } from './random-faults.ts';

interface Extent extends Pick<Run, 'leases' | 'load'> {
  readonly seeds: readonly number[];
  /** For each seed. */
  readonly operations: number;
  readonly clients?: number;
}

/** Runs of these lengths meet writes of unknown outcome, and even the rare faults. */
const MEDIUM = 3_000;
const LONG = 10_000;

/** Run one seed again with `npm test -- even-seeds --testNamePattern 'seed 4$'`. */
export const describeLinearizability = ({ seeds, operations, clients = 6, ...surroundings }: Extent): void => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startStore();
  });
  afterAll(() => store.stop());

  describe(`${clients} clients, two instances and ${operations} operations under mixed faults`, () => {
    const totals: Partial<Record<Outcome | Fault | 'lost write', number>> = {};
    const add = (key: keyof typeof totals, times = 1) => {
      totals[key] = (totals[key] ?? 0) + times;
    };

    test.each(seeds)('leave a linearizable history: seed %i', async (seed) => {
      const chooseFault = randomFaults(createRandom(-seed));
      const choose = (operation: string) => {
        const fault = chooseFault();
        add(fault);
        if (operation === 'PutItem' && fault === 'lost answer') add('lost write');
        return fault;
      };
      const run = { seed, clients, operations, choose, ...surroundings };
      const { violation, outcomes } = await runUnderFaults(store, run);
      for (const [outcome, times] of outcomes) add(outcome, times);
      if (violation) throw new Error(`Seed ${seed}: ${JSON.stringify(violation, null, 2)}`);
    });

    test('meet every fault, so that the result means something', () => {
      process.stdout.write(`${seeds.length} × ${operations} operations met ${JSON.stringify(totals)}\n`);
      const outcomes = ['read', 'saved', 'restored', 'conflict', 'not read', 'not written'] as const;
      const faults = ['reset', 'late request', 'lost answer', 'truncated answer', 'slow', 'stale answer'] as const;
      const rare = ['hang', 'throttle', 'access denied', 'no such table'] as const;
      const expected = [
        ...outcomes,
        ...(seeds.length * operations >= MEDIUM ? ['unknown' as const] : []),
        ...faults,
        'server error' as const,
        'lost write' as const,
      ];
      const met = [...expected, ...(seeds.length * operations >= LONG ? rare : [])].map((key) => [
        key,
        totals[key] ?? 0,
      ]);
      expect(met.filter(([, times]) => times === 0)).toEqual([]);
    });
  });
};
