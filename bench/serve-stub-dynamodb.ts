// The process behind stub-dynamodb.ts: tells its parent where it listens, and ends with it.
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { crc32 } from 'node:zlib';
import { toEditorItem } from '../src/dynamodb/editor-item.ts';
import { createCertificate } from './certificate.ts';
import type { StubAddress, StubOptions } from './stub-dynamodb.ts';

const REVISION = {
  pk: { S: 'saved-string' },
  sk: { N: '1' },
  value: { S: 'dynamic string' },
  savedAt: { S: '2026-01-31T09:30:00.000Z' },
  savedBy: { S: 'Ada' },
  writeId: { S: '0b0c1d3e-3f0a-4c55-9d6b-2f7c1a8e4b90' },
};

interface StubAnswer {
  readonly status: number;
  readonly headers: Record<string, string | number>;
  readonly body: Buffer;
}

/** An answer as DynamoDB sends it, made once, so that it costs nothing while something is measured. */
const createAnswer = (status: number, content: object): StubAnswer => {
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

const createAnswers = ({ editor }: StubOptions): ReadonlyMap<string | string[] | undefined, StubAnswer> =>
  new Map([
    ['DynamoDB_20120810.Query', createAnswer(200, { Count: 1, ScannedCount: 1, Items: [REVISION] })],
    ['DynamoDB_20120810.PutItem', createAnswer(200, {})],
    ['DynamoDB_20120810.GetItem', createAnswer(200, editor ? { Item: toEditorItem(editor) } : {})],
  ]);
const UNKNOWN_OPERATION = createAnswer(400, { __type: 'com.amazon.coral.service#UnknownOperationException' });

const createListener = (options: StubOptions): RequestListener => {
  const { latency } = options;
  const answers = createAnswers(options);
  return (request, response) => {
    const { status, headers, body } = answers.get(request.headers['x-amz-target']) ?? UNKNOWN_OPERATION;
    const answer = () => response.writeHead(status, headers).end(body);
    request.resume().on('end', () => (latency > 0 ? setTimeout(answer, latency) : answer()));
  };
};

const listen = async (server: Server): Promise<number> => {
  server.keepAliveTimeout = 0; // DynamoDB closes an idle connection after minutes, and no measurement may meet that.
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

const serve = async (options: StubOptions): Promise<StubAddress> => {
  const listener = createListener(options);
  if (!options.tls)
    return { endpoint: `http://localhost:${await listen(createServer(listener))}`, certificate: undefined };

  const certificate = await createCertificate();
  const port = await listen(createTlsServer(certificate, listener));
  return { endpoint: `https://localhost:${port}`, certificate: certificate.cert };
};

process.once('disconnect', () => process.exit());
process.once('message', async (options: StubOptions) => process.send?.(await serve(options)));
