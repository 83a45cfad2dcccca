// The process behind stub-dynamodb.ts: it reports its port to its parent, and ends with it.
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { generate } from 'selfsigned';
import { LEASED_TABLE, SHOWN_STRING } from '../candidate.ts';
import type { StubAddress } from './stub-dynamodb.ts';

const latency = Number(process.argv[2]);

/** Newest first: a page of a hundred, and one more to show that there are more. */
const REVISIONS = Array.from({ length: 101 }, (_, index) => ({
  pk: { S: 'saved-string' },
  sk: { N: String(101 - index) },
  value: { S: SHOWN_STRING },
  savedAt: { S: '2026-01-31T09:30:00.000Z' },
  savedBy: { S: 'Ada' },
  writeId: { S: '0b0c1d3e-3f0a-4c55-9d6b-2f7c1a8e4b90' },
}));

/** Creates an answer like DynamoDB's in advance, so that it costs nothing during a measurement. */
const createAnswer = (status: number, content: object) => {
  const body = Buffer.from(JSON.stringify(content));
  const headers = {
    server: 'Server',
    'content-type': 'application/x-amz-json-1.0',
    'content-length': body.length,
    'x-amzn-requestid': 'K7P2V9QH3M5R8T1W4X6Y0Z2A5B7C9D1E3F5G7H9J1K3L5M7N9P0Q',
    'x-amz-crc32': crc32(body),
  };
  return { status, headers, body };
};

const pageOf = (items: readonly object[]) =>
  createAnswer(200, { Count: items.length, ScannedCount: items.length, Items: items });

const LATEST = pageOf(REVISIONS.slice(0, 1));
const LEASED = pageOf([{ ...REVISIONS[0], leaseMs: { N: '1000' } }]);
const ALL = pageOf(REVISIONS);
const EMPTY = createAnswer(200, {});
const UNKNOWN_OPERATION = createAnswer(400, { __type: 'com.amazon.coral.service#UnknownOperationException' });

const answerToQuery = ({ Limit, TableName }: { Limit: number; TableName: string }) => {
  if (Limit !== 1) return ALL;
  return TableName === LEASED_TABLE ? LEASED : LATEST;
};

const answerTo = (operation: unknown, body: string) => {
  switch (operation) {
    case 'DynamoDB_20120810.Query':
      return answerToQuery(JSON.parse(body));
    case 'DynamoDB_20120810.GetItem':
    case 'DynamoDB_20120810.PutItem':
      return EMPTY;
    default:
      return UNKNOWN_OPERATION;
  }
};

// The subject's name also becomes its alternative name, which clients compare.
const subject = [{ name: 'commonName', value: 'localhost' }];
const { cert, private: key } = await generate(subject, { keyType: 'ec', algorithm: 'sha256' });

const server = createServer({ cert, key }, async (request, response) => {
  const { status, headers, body } = answerTo(request.headers['x-amz-target'], await text(request));
  const answer = () => response.writeHead(status, headers).end(body);
  if (latency > 0) setTimeout(answer, latency);
  else answer();
});
server.keepAliveTimeout = 0; // DynamoDB closes an idle connection after minutes, which would disturb a measurement.
server.listen(0, 'localhost', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ endpoint: `https://localhost:${port}`, certificate: cert } satisfies StubAddress);
});
process.once('disconnect', () => process.exit());
