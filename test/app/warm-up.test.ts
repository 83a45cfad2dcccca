import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type FaultProxy, startFaultProxy } from '../support/faults/fault-proxy.ts';
import { headingOf } from '../support/html.ts';
import { createEvent, createGraphQLEvent } from '../support/service/event.ts';
import { loadService } from '../support/service/service.ts';
import { startStore, type TestStore } from '../support/service/store.ts';

let store: TestStore;
let proxy: FaultProxy;
beforeAll(async () => {
  store = await startStore();
});
beforeEach(async () => {
  proxy = await startFaultProxy(store.endpoint);
});
afterEach(() => proxy.stop());
afterAll(() => store.stop());

const load = async (memorySize: number) =>
  loadService({ endpoint: proxy.endpoint, tableName: await store.createTable(), memorySize });

test.each([512, 1024])('with %i MB, the function reads the store before its first request', async (memorySize) => {
  await load(memorySize);
  // On a busy machine the start does not wait for the answer, and the question may still be on its way.
  while (proxy.operations.length === 0) await sleep(10);
  expect(proxy.operations).toEqual(['Query']);
});

test('with a whole CPU, the function waits for the first request', async () => {
  await load(1769);
  expect(proxy.operations).toEqual([]);
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
      proxy.choose = () => fault;
      const service = await load(memorySize);
      expect((await service.invoke(createEvent('GET /'))).statusCode).toBe(503);
      proxy.choose = () => 'none';
      expect((await service.invoke(createEvent('GET /'))).statusCode).toBe(200);
      expect((await service.invoke(createGraphQLEvent('{ savedString }'))).statusCode).toBe(200);
    },
  );
});
