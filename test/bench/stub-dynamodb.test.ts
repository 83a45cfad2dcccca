import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type StubDynamoDB, startStubDynamoDB } from '../../bench/run/stub-dynamodb.ts';
import { createDynamoClient } from '../../src/store/client.ts';
import { createDynamoRevisions } from '../../src/store/revisions.ts';

const { signal } = new AbortController();

let store: StubDynamoDB;
beforeAll(async () => {
  store = await startStubDynamoDB();
  // The store's certificate proves that it is localhost.
  setDefaultCACertificates([...getCACertificates(), store.certificate]);
});
afterAll(() => store.stop());

const ask = async (operation: string) => {
  const headers = { 'x-amz-target': `DynamoDB_20120810.${operation}` };
  const outgoing = request(store.endpoint, { method: 'POST', headers }).end('{}');
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { answer, body: await buffer(answer) };
};

test('the product reads the string and 101 revisions from the stub, and can save', async () => {
  const client = createDynamoClient({
    region: 'eu-west-1',
    dynamodbEndpoint: store.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const revisions = createDynamoRevisions(client, 'any');

  const latest = await revisions.newest(signal);
  expect(latest).toMatchObject({
    revision: { version: 101, value: 'dynamic string', savedBy: 'Ada' },
    leaseMs: 0,
    state: 'committed',
  });
  if (latest) {
    const revision = { ...latest.revision, version: 102 };
    expect(await revisions.append({ ...latest, revision }, signal)).toBe(true);
  }
  expect(await revisions.find(2, signal)).toBeUndefined();
  const page = await revisions.list({ before: undefined, limit: 101 }, signal);
  expect(page.map(({ revision: { version } }) => version)).toEqual(
    Array.from({ length: 101 }, (_, index) => 101 - index),
  );
  client.destroy();
});

test('the stub’s answers have DynamoDB’s checksum', async () => {
  const { answer, body } = await ask('Query');
  expect(answer.statusCode).toBe(200);
  expect(Number(answer.headers['x-amz-crc32'])).toBe(crc32(body));
});

test('the stub refuses unknown operations as DynamoDB does', async () => {
  const { answer, body } = await ask('Guess');
  expect(answer.statusCode).toBe(400);
  expect(body.toString()).toContain('UnknownOperationException');
});
