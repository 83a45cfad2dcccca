import { expect, test } from '@jest/globals';
import { runUnderFaults } from '../support/faults/faulty-run.ts';
import { describeLinearizability } from '../support/faults/linearizability-suite.ts';
import { randomFaults } from '../support/faults/random-faults.ts';
import { harness } from '../support/harness.ts';
import { createRandom } from '../support/random.ts';
import { loadOverHttp } from '../support/service/serve-over-http.ts';

// More clients than instances, so that reads in one process overlap and share queries.
describeLinearizability({ seeds: [1, 2], operations: 600, clients: 24, load: loadOverHttp });

const here = harness(['store']);

test('leases hold, too, with the time at which a request arrives at the server', async () => {
  const run = { seed: 3, clients: 24, operations: 300, leases: [50, 50], load: loadOverHttp } as const;
  expect(await runUnderFaults(here.store, { ...run, choose: randomFaults(createRandom(-3)) })).toBeUndefined();
});
