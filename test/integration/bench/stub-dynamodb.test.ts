import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type StubDynamoDB, startStubDynamoDB } from '../../../bench/stub-dynamodb.ts';
import { createDynamoClient } from '../../../src/dynamodb/client.ts';
import { createDynamoEditorTokens } from '../../../src/dynamodb/editor-tokens.ts';
import { createDynamoRevisions } from '../../../src/dynamodb/revisions.ts';
import { TEST_EDITOR } from '../../support/editor.ts';

const { signal } = new AbortController();

const createClient = ({ endpoint }: StubDynamoDB) =>
  createDynamoClient({
    region: 'eu-west-1',
    dynamodbEndpoint: endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test', sessionToken: undefined },
  });

let plain: StubDynamoDB;
let encrypted: StubDynamoDB;
beforeAll(async () => {
  plain = await startStubDynamoDB({ tls: false });
  encrypted = await startStubDynamoDB();
});
afterAll(() => Promise.all([plain.stop(), encrypted.stop()]));

test('the product finds one revision in it, and can save', async () => {
  const client = createClient(plain);
  const revisions = createDynamoRevisions(client, 'any');

  const latest = await revisions.latest(signal);
  expect(latest).toMatchObject({ version: 1, value: 'dynamic string', savedBy: 'Ada' });
  if (latest) expect(await revisions.append({ ...latest, version: 2 }, signal)).toBe(true);
  expect(await revisions.find(2, signal)).toBeUndefined();
  client.destroy();
});

test('an editor whom it is given is known to the product', async () => {
  const store = await startStubDynamoDB({ tls: false, editor: TEST_EDITOR });
  const client = createClient(store);
  expect(await createDynamoEditorTokens(client, 'any').find(TEST_EDITOR.id, signal)).toEqual(TEST_EDITOR);
  client.destroy();
  await store.stop();
});

test('it proves by its certificate that it is localhost, and its answers have DynamoDB’s checksum', async () => {
  const outgoing = request(encrypted.endpoint, {
    method: 'POST',
    ca: encrypted.certificate,
    headers: { 'x-amz-target': 'DynamoDB_20120810.Query' },
  });
  outgoing.end('{}');
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  const body = await buffer(answer);
  expect(answer.statusCode).toBe(200);
  expect(Number(answer.headers['x-amz-crc32'])).toBe(crc32(body));
});

test('what it does not know, it refuses as DynamoDB does', async () => {
  const answer = await fetch(plain.endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': 'DynamoDB_20120810.Guess' },
  });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ __type: expect.stringContaining('UnknownOperationException') });
});
