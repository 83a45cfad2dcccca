import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';
import { generate } from 'selfsigned';
import { LEASED_TABLE } from './candidates.ts';
import { EDITOR, SHOWN_STRING } from './requests.ts';

/** Newest first: a page of a hundred, and one more to show that there are more. */
const REVISIONS = Array.from({ length: 101 }, (_, index) => ({
  pk: { S: 'saved-string' },
  sk: { N: String(101 - index) },
  value: { S: SHOWN_STRING },
  savedAt: { S: '2026-01-31T09:30:00.000Z' },
  savedBy: { S: 'Ada' },
  writeId: { S: '0b0c1d3e-3f0a-4c55-9d6b-2f7c1a8e4b90' },
}));

const HEADERS = {
  server: 'Server',
  'content-type': 'application/x-amz-json-1.0',
  'x-amzn-requestid': 'K7P2V9QH3M5R8T1W4X6Y0Z2A5B7C9D1E3F5G7H9J1K3L5M7N9P0Q',
};

/** Creates an answer like DynamoDB's in advance, so that it costs nothing during a measurement. */
const createAnswer = (status: number, content: object) => {
  const body = Buffer.from(JSON.stringify(content));
  return { status, headers: { ...HEADERS, 'content-length': body.length, 'x-amz-crc32': crc32(body) }, body };
};

const pageOf = (Items: readonly object[]) =>
  createAnswer(200, { Count: Items.length, ScannedCount: Items.length, Items });
const LATEST = pageOf(REVISIONS.slice(0, 1));
const LEASED = pageOf([{ ...REVISIONS[0], leaseMs: { N: '1000' } }]);
const ALL = pageOf(REVISIONS);
const KNOWN_EDITOR = createAnswer(200, { Item: EDITOR });
const EMPTY = createAnswer(200, {});
const UNKNOWN_OPERATION = createAnswer(400, { __type: 'com.amazon.coral.service#UnknownOperationException' });

const answerTo = (operation: unknown, body: string) => {
  const { Limit, TableName, Key } = JSON.parse(body);
  if (operation === 'DynamoDB_20120810.Query') {
    if (Limit !== 1) return ALL;
    return TableName === LEASED_TABLE ? LEASED : LATEST;
  }
  if (operation === 'DynamoDB_20120810.GetItem') return Key?.pk.S === 'editor' ? KNOWN_EDITOR : EMPTY;
  return operation === 'DynamoDB_20120810.PutItem' ? EMPTY : UNKNOWN_OPERATION;
};

/** Serves until its parent ends. */
const serve = async (latencyMs: number) => {
  const subject = [{ name: 'commonName', value: 'localhost' }];
  const { cert, private: key } = await generate(subject, { keyType: 'ec', algorithm: 'sha256' });
  const server = createServer({ cert, key }, async (request, response) => {
    const { status, headers, body } = answerTo(request.headers['x-amz-target'], await text(request));
    const answer = () => response.writeHead(status, headers).end(body);
    if (latencyMs > 0) setTimeout(answer, latencyMs);
    else answer();
  });
  server.keepAliveTimeout = 0; // DynamoDB closes an idle connection after minutes, which would disturb a measurement.
  await once(server.listen(0, 'localhost'), 'listening');
  const { port } = server.address() as AddressInfo;
  process.send?.(`https://localhost:${port}`);
  process.once('disconnect', () => process.exit());
};

/**
 * Starts a stub DynamoDB on a free port, in a process of its own. It holds 101 revisions and forgets all puts. Its
 * answers are constant, so a measurement against it covers only the caller.
 */
export const startStubDynamoDB = async (latencyMs = 0) => {
  const child = fork(fileURLToPath(import.meta.url), [String(latencyMs)], { execArgv: [] });
  const ended = once(child, 'exit');
  const endpoint = await Promise.race([
    once(child, 'message').then(([address]) => String(address)),
    ended.then(([code]) => {
      throw new Error(`The stub DynamoDB did not start (exit code ${code})`);
    }),
  ]);
  const stop = async () => {
    child.kill();
    await ended;
  };
  return { endpoint, stop };
};

if (import.meta.main) await serve(Number(process.argv[2]));
