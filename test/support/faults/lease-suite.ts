import { describe, expect, test } from '@jest/globals';
import { runSeeds } from './simulation.ts';

interface Extent {
  readonly seeds: number;
  /** For each seed. */
  readonly operations: number;
}

/** Runs six instances with wrong clocks, late and lost requests, dying writers and frozen processes in virtual time. */
export const describeLeases = ({ seeds, operations }: Extent): void => {
  const always = ['read', 'saved', 'refused', 'unknown', 'not read'];
  describe.each([
    ['no leases', { leases: [0] }, always],
    ['leases of 0 and 1 s side by side', { leases: [0, 1_000, 1_000] }, [...always, 'kept', 'died']],
    ['leases of 3 s and two caches in front', { leases: [3_000], hasEdge: true }, [...always, 'kept', 'died']],
  ])(`${seeds} × ${operations} operations with %s`, (name, settings, outcomes) => {
    test('leave a linearizable history, and meet every outcome', async () => {
      const totals = await runSeeds(seeds, { operations, ...settings });
      process.stdout.write(`${seeds} × ${operations} with ${name}: ${JSON.stringify(Object.fromEntries(totals))}\n`);
      expect([...totals.keys()].toSorted()).toEqual(outcomes.toSorted());
    });
  });
};
