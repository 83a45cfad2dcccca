import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { LEASED_TABLE } from '../../bench/candidates.ts';
import { EDITOR } from '../../bench/requests.ts';
import { startStubDynamoDB } from '../../bench/stub-dynamodb.ts';

let store: Awaited<ReturnType<typeof startStubDynamoDB>>;
beforeAll(async () => {
  store = await startStubDynamoDB();
});
afterAll(() => store.stop());

const ask = async (operation: string, question: object) => {
  const headers = { 'x-amz-target': `DynamoDB_20120810.${operation}` };
  const outgoing = request(store.endpoint, { method: 'POST', headers, rejectUnauthorized: false });
  outgoing.end(JSON.stringify(question));
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  const body = await buffer(answer);
  return {
    status: answer.statusCode,
    checksum: answer.headers['x-amz-crc32'],
    body,
    content: JSON.parse(String(body)),
  };
};

const LATEST = { Count: 1, Items: [{ value: { S: 'dynamic string' } }] };

test.each([
  ['Query', { Limit: 1, TableName: 'any' }, 200, LATEST],
  ['Query', { Limit: 1, TableName: LEASED_TABLE }, 200, { Items: [{ leaseMs: { N: '1000' } }] }],
  ['Query', { Limit: 101 }, 200, { Count: 101 }],
  ['GetItem', { Key: { pk: { S: 'saved-string' }, sk: { N: '2' } } }, 200, {}],
  ['GetItem', { Key: { pk: { S: 'editor' }, sk: { N: '1' } } }, 200, { Item: EDITOR }],
  ['PutItem', {}, 200, {}],
  ['Guess', {}, 400, { __type: expect.stringContaining('UnknownOperationException') }],
])('the stub answers %s as DynamoDB does: %j', async (operation, question, expected, expectedContent) => {
  const { status, checksum, body, content } = await ask(operation, question);
  expect(status).toBe(expected);
  expect(content).toMatchObject(expectedContent);
  expect(Number(checksum)).toBe(crc32(body));
});
