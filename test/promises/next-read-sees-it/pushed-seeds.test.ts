import { afterAll, beforeAll, expect } from '@jest/globals';
import { describeLinearizability } from '../../support/faults/linearizability-suite.ts';
import { harness } from '../../support/harness.ts';
import { loadService } from '../../support/service/service.ts';

const here = harness([]);

// A push to open pages decides nothing: reads are as without, whether the publication is taken or not.
let published = 0;
let pushUrl: string;
beforeAll(async () => {
  const { url } = await here.site((_incoming, response) => {
    published++;
    response.writeHead(published % 2 ? 200 : 500).end('{"failed":[]}');
  });
  pushUrl = `${url}/event`;
});
afterAll(() => expect(published).toBeGreaterThan(10));

describeLinearizability({
  seeds: [6],
  operations: 800,
  load: (environment) =>
    loadService({
      ...environment,
      pushSocket: 'wss://push.example/event/realtime /string/changes',
      pushUrl,
    }),
});
