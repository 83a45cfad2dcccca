import { expect, test } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { harness } from '../support/harness.ts';

const here = harness(['gateway']);

test('the server passes every audit of GraphQL over HTTP, MUST and SHOULD', async () => {
  const missed: string[] = [];
  for (const audit of serverAudits({ url: `${here.gateway.url}/graphql` })) {
    const result = await audit.fn();
    const required = /^(MUST|SHOULD) /.test(audit.name);
    if (required && result.status !== 'ok') missed.push(`${audit.id} ${audit.name}: ${result.reason}`);
  }
  expect(missed).toEqual([]);
});
