import { describe, expect, test } from '@jest/globals';
import { simulateLeases } from './lease-simulation.ts';

interface Extent {
  readonly seeds: number;
  /** For each seed. */
  readonly operations: number;
}

/** Runs six instances with wrong clocks, late and lost requests, dying writers and frozen processes in virtual time. */
export const describeLeases = ({ seeds, operations }: Extent): void => {
  describe.each([
    ['no leases', { leases: [0] }],
    ['leases of 0 and 1 s side by side', { leases: [0, 1_000, 1_000] }],
    ['leases of 3 s and two caches in front', { leases: [3_000], hasEdge: true }],
  ])(`${seeds} × ${operations} operations with %s`, (name, settings) => {
    test('leave a linearizable history, and meet every outcome', async () => {
      const totals = new Map<string, number>();
      for (let seed = 1; seed <= seeds; seed++) {
        const { violation, counts } = await simulateLeases({ seed, operations, ...settings });
        if (violation) throw new Error(`Seed ${seed}: ${JSON.stringify(violation, null, 2)}`);
        for (const [outcome, times] of Object.entries(counts)) totals.set(outcome, (totals.get(outcome) ?? 0) + times);
      }
      process.stdout.write(
        `${seeds} × ${operations} operations with ${name}: ${JSON.stringify(Object.fromEntries(totals))}\n`,
      );
      const missing = [...totals].filter(([, times]) => times === 0).map(([outcome]) => outcome);
      expect(missing).toEqual(name === 'no leases' ? ['kept', 'died'] : []);
    });
  });
};
