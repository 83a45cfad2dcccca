import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createDynamoClient } from '../../src/store/client.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'session' };
const calls: { request: IncomingMessage; body: string }[] = [];
const server = createServer(async (request, response) => {
  calls.push({ request, body: await text(request) });
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');
});

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => {
  server.close();
});

/** Signs a received request again (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html). */
const signatureOf = ({ headers, method, url }: IncomingMessage, body: string): string => {
  const hash = (content: string) => createHash('sha256').update(content).digest('hex');
  const names = /SignedHeaders=([^,]+)/.exec(String(headers.authorization))?.[1] ?? '';
  const lines = names.split(';').map((name) => `${name}:${headers[name]}\n`);
  const time = String(headers['x-amz-date']);
  const scope = [time.slice(0, 8), 'eu-west-1', 'dynamodb', 'aws4_request'];
  const content = ['AWS4-HMAC-SHA256', time, scope.join('/')];
  const key = scope.reduce<string | Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${credentials.secretAccessKey}`,
  );
  const request = [method, url, '', lines.join(''), names, hash(body)].join('\n');
  return createHmac('sha256', key)
    .update([...content, hash(request)].join('\n'))
    .digest('hex');
};

test('one signer signs every call for itself', async () => {
  const { port } = server.address() as AddressInfo;
  const endpoint = { region: 'eu-west-1', dynamodbEndpoint: `http://127.0.0.1:${port}` };
  const client = createDynamoClient({ ...endpoint, credentials });
  for (const id of ['1', '2']) await client.send(new GetItemCommand({ TableName: 't', Key: { pk: { S: id } } }));
  client.destroy();

  expect(await client.config.signer()).toBe(await client.config.signer());
  const signatures = calls.map(({ request, body }) => signatureOf(request, body));
  expect(new Set(signatures).size).toBe(2);
  for (const [index, { request }] of calls.entries()) {
    expect(request.headers.authorization).toContain(`Signature=${signatures[index]}`);
    expect(request.headers['x-amz-security-token']).toBe(credentials.sessionToken);
  }
});
