import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { harness } from '../support/harness.ts';
import { headingOf } from '../support/html.ts';
import { createEvent, createGraphQLEvent } from '../support/service/event.ts';
import { loadService } from '../support/service/service.ts';

const here = harness(['proxy', 'table']);
const load = (memorySize: number) =>
  loadService({ endpoint: here.proxy.endpoint, tableName: here.tableName, memorySize });

test.each([512, 1024])('with %i MB, the function reads the store before its first request', async (memorySize) => {
  await load(memorySize);
  // On a busy machine the start does not wait for the answer, and the question may still be on its way.
  while (here.proxy.operations.length === 0) await sleep(10);
  expect(here.proxy.operations).toEqual(['Query']);
});

test('with a whole CPU, the function waits for the first request', async () => {
  await load(1769);
  expect(here.proxy.operations).toEqual([]);
});

describe.each([512, 1024])('with %i MB', (memorySize) => {
  test('a string read before the first request is never shown', async () => {
    const service = await load(memorySize);
    await service.save('saved afterwards');
    expect(headingOf((await service.invoke(createEvent('GET /'))).body ?? '')).toBe(
      'The saved string is saved afterwards',
    );
    expect((await service.graphql('{ savedString }')).data).toEqual({ savedString: 'saved afterwards' });
  });

  test.each(['hang', 'reset', 'server error'] as const)(
    'the function starts although the store answers with %s',
    async (fault) => {
      here.proxy.choose = () => fault;
      const service = await load(memorySize);
      expect((await service.invoke(createEvent('GET /'))).statusCode).toBe(503);
      here.proxy.choose = () => 'none';
      expect((await service.invoke(createEvent('GET /'))).statusCode).toBe(200);
      expect((await service.invoke(createGraphQLEvent('{ savedString }'))).statusCode).toBe(200);
    },
  );
});
