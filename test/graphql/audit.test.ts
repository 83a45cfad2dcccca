import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { type LocalServer, startEmptyServer } from '../support/browser/local-server.ts';

let server: LocalServer;
beforeAll(async () => {
  server = await startEmptyServer();
});
afterAll(() => server.stop());

test('the server passes every audit of GraphQL over HTTP, MUST and SHOULD', async () => {
  const missed: string[] = [];
  // One at a time: sixty at once would be sixty cold starts for the development server.
  for (const audit of serverAudits({ url: `${server.url}/graphql` })) {
    const result = await audit.fn();
    const required = /^(MUST|SHOULD) /.test(audit.name);
    if (required && result.status !== 'ok') missed.push(`${audit.id} ${audit.name}: ${result.reason}`);
  }
  expect(missed).toEqual([]);
});
