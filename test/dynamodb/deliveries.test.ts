import { beforeEach, expect, test } from '@jest/globals';
import { createDynamoClient } from '../../src/store/client.ts';
import type { Deliveries } from '../../src/store/deliveries.ts';
import { createDynamoDeliveries } from '../../src/store/deliveries.ts';
import { harness } from '../support/harness.ts';

const { signal } = new AbortController();
const here = harness(['proxy', 'service']);

let deliveries: Deliveries;
beforeEach(() => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = createDynamoClient({ region: 'eu-west-1', dynamodbEndpoint: here.proxy.endpoint, credentials });
  here.atEnd(() => client.destroy());
  deliveries = createDynamoDeliveries(client, here.tableName);
});

const claim = { delivered: 6, busyUntil: 1_800_000_000_000 };

test('progress is found as it was put, and only who knows it can replace it', async () => {
  // A message would go out twice, or two senders at once.
  here.proxy.choose = () => 'stale answer';
  expect(await deliveries.find(signal)).toBeUndefined();
  expect(await deliveries.replace(undefined, claim, signal)).toBe(true);
  expect(await deliveries.replace(undefined, { ...claim, delivered: 9 }, signal)).toBe(false);
  expect(await deliveries.replace({ ...claim, busyUntil: 1 }, { ...claim, delivered: 9 }, signal)).toBe(false);
  expect(await deliveries.find(signal)).toEqual(claim);
  expect(await deliveries.replace(claim, { ...claim, delivered: 7 }, signal)).toBe(true);
  expect(await deliveries.find(signal)).toEqual({ ...claim, delivered: 7 });
});

test('of many that replace the same progress at once, one does', async () => {
  const attempts = Array.from({ length: 10 }, (_, index) =>
    deliveries.replace(undefined, { ...claim, delivered: index }, signal),
  );
  expect((await Promise.all(attempts)).filter(Boolean)).toHaveLength(1);
});

test('it is no revision, and visitors see nothing of it', async () => {
  await deliveries.replace(undefined, claim, signal);
  expect(await here.service.save('one')).toBe(1);
});

test('a store that is gone is an error', async () => {
  here.proxy.choose = () => 'access denied';
  await expect(deliveries.find(signal)).rejects.toMatchObject({ name: 'StoreUnavailableError' });
  await expect(deliveries.replace(undefined, claim, signal)).rejects.toMatchObject({ outcome: 'UNKNOWN' });
});
