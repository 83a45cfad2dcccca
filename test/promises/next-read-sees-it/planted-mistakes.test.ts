import { describe, expect, test } from '@jest/globals';
import type { Fault, Mistake } from '../../support/faults/fault-proxy.ts';
import { runUnderFaults } from '../../support/faults/faulty-run.ts';
import { harness } from '../../support/harness.ts';
import { createRandom } from '../../support/random.ts';

const here = harness(['store']);

describe.each<{ mistake: Mistake; on: string[]; fault: Fault }>([
  { mistake: 'writes without writeId', on: ['PutItem'], fault: 'lost answer' },
  { mistake: 'reads without ConsistentRead', on: ['Query', 'GetItem'], fault: 'stale answer' },
])('the mistake: $mistake', ({ mistake, on, fault }) => {
  // One client does one thing at a time, so each run with this seed is the same.
  const run = async (made?: Mistake) => {
    const random = createRandom(1);
    const choose = (operation: string): Fault => (on.includes(operation) && random() < 0.3 ? fault : 'none');
    return runUnderFaults(here.store, { seed: 1, clients: 1, operations: 60, choose, mistake: made });
  };

  test('breaks the history, and the checker finds it', async () => {
    expect(await run(mistake)).toBeDefined();
  });

  test('is the cause: without it, the same faults leave the history linearizable', async () => {
    expect(await run()).toBeUndefined();
  });
});
