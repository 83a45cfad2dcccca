import { describe, expect, test } from '@jest/globals';
import { harness } from '../harness.ts';
import { createRandom } from '../random.ts';
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

/** In requests to the store: long enough to meet even the rare faults, whose order depends on the seed alone. */
const LONG = 10_000;

/** By chance, a run may meet no write of unknown outcome: its three tries fail, and so does the look afterwards. */
const STORM_FROM = 300;

/** Run one seed again with `npm test -- even-seeds --testNamePattern 'seed 4$'`. */
export const describeLinearizability = ({ seeds, operations, clients = 6, ...surroundings }: Extent): void => {
  const here = harness(['store']);

  describe(`${clients} clients, two instances and ${operations} operations under mixed faults`, () => {
    const totals: Partial<Record<Outcome | Fault | 'lost write', number>> = {};
    const add = (key: keyof typeof totals) => {
      totals[key] = (totals[key] ?? 0) + 1;
    };
    let requests = 0;

    test.each(seeds)('leave a linearizable history: seed %i', async (seed) => {
      const random = createRandom(-seed);
      const chooseFault = randomFaults(random);
      const choose = (operation: string) => {
        const chosen = chooseFault();
        const isStorm = ++requests > STORM_FROM && totals.unknown === undefined;
        const fails = operation === 'PutItem' || (operation === 'GetItem' && random() < 0.5);
        const fault = isStorm && fails ? 'reset' : chosen;
        add(fault);
        if (operation === 'PutItem' && fault === 'lost answer') add('lost write');
        return fault;
      };
      const violation = await runUnderFaults(here.store, {
        seed,
        clients,
        operations,
        choose,
        count: add,
        ...surroundings,
      });
      if (!violation) return;
      const message = `Seed ${seed}: ${JSON.stringify(violation, null, 2)}`;
      // Also where only the end of the report is cut off.
      process.stderr.write(`${message}\n`);
      throw new Error(message);
    });

    test('meet every fault, so that the result means something', () => {
      process.stdout.write(`${seeds.length} × ${operations} operations met ${JSON.stringify(totals)}\n`);
      const outcomes = ['read', 'saved', 'restored', 'conflict', 'not read', 'not written', 'unknown'] as const;
      const faults = ['reset', 'late request', 'lost answer', 'truncated answer', 'slow', 'stale answer'] as const;
      const rare = ['hang', 'throttle', 'access denied', 'no such table'] as const;
      const expected = [
        ...outcomes,
        ...faults,
        'server error',
        'lost write',
        ...(requests > LONG ? rare : []),
      ] as const;
      expect(expected.filter((key) => totals[key] === undefined)).toEqual([]);
    });
  });
};
