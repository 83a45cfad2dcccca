import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DescribeTableCommand, DynamoDBClient, PutItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { CommandError } from '../../cli/errors.ts';
import { localCredentials } from '../../cli/start/client.ts';
import { Level } from '../../cli/start/level.ts';
import { type Store, startStore } from '../../cli/start/store.ts';
import { tableProperties } from '../support/service/table-properties.ts';

const TableName = 'test';
const stores: Store[] = [];
const clients: DynamoDBClient[] = [];
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'saved-string-'));
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await Promise.all(stores.splice(0).map((store) => store.stop()));
  await rm(directory, { recursive: true });
});

const startHere = async (options: { directory?: string } = {}): Promise<DynamoDBClient> => {
  const store = await startStore({ ...options, tableProperties, tableName: TableName });
  stores.push(store);
  return connect(store.endpoint);
};

const connect = (endpoint: string): DynamoDBClient => {
  const client = new DynamoDBClient({ endpoint, region: 'local', credentials: localCredentials, maxAttempts: 1 });
  clients.push(client);
  return client;
};

const put = (client: DynamoDBClient, version: number) =>
  client.send(new PutItemCommand({ TableName, Item: { pk: { S: 'x' }, sk: { N: String(version) } } }));

const versions = async (client: DynamoDBClient): Promise<number[]> => {
  const query = { TableName, KeyConditionExpression: 'pk = :x', ExpressionAttributeValues: { ':x': { S: 'x' } } };
  const found: number[] = [];
  for await (const { Items = [] } of paginateQuery({ client }, query))
    found.push(...Items.map(({ sk }) => Number(sk?.N)));
  return found;
};

describe('the embedded DynamoDB', () => {
  test('has the table of serverless.yml, ready for use', async () => {
    const client = await startHere();
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({
      TableStatus: 'ACTIVE',
      KeySchema: tableProperties.KeySchema,
      AttributeDefinitions: tableProperties.AttributeDefinitions,
    });
  });

  test('starts empty each time if it is kept in memory', async () => {
    await put(await startHere(), 1);
    expect(await versions(await startHere())).toEqual([]);
  });

  test('keeps every write that it acknowledged before a kill -9', async () => {
    const script = fileURLToPath(new URL('../support/service/serve-store.ts', import.meta.url));
    const child = spawn(process.execPath, [script, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [endpoint] = await once(child.stdout.setEncoding('utf8'), 'data');
    const client = connect(String(endpoint).trim());

    const acknowledged: number[] = [];
    try {
      for (let version = 1; ; version++) {
        await put(client, version);
        acknowledged.push(version);
        // The signal arrives during the next writes.
        if (version === 200) child.kill('SIGKILL');
      }
    } catch {}
    if (child.signalCode === null) await once(child, 'exit');

    expect(await versions(await startHere({ directory }))).toEqual(expect.arrayContaining(acknowledged));
    expect(acknowledged.length).toBeGreaterThanOrEqual(200);
  });

  test('refuses a folder that is in use', async () => {
    await startHere({ directory });
    await expect(startHere({ directory })).rejects.toThrow(CommandError);
  });

  test.each([
    ['a file', 'notes.txt'],
    ['a build of its own', 'build/index.html'],
    ['files of the same names', 'tables/notes.txt', 'token', 'address.json'],
  ])('refuses a folder that contains %s, and leaves it unchanged', async (_name, ...files) => {
    for (const file of files) {
      await mkdir(dirname(join(directory, file)), { recursive: true });
      await writeFile(join(directory, file), 'mine');
    }
    const before = await readdir(directory, { recursive: true });
    await expect(startHere({ directory })).rejects.toThrow(/it holds other files/);
    expect(await readdir(directory, { recursive: true })).toEqual(before);
    for (const file of files) expect(await readFile(join(directory, file), 'utf8')).toBe('mine');
  });

  test('refuses requests from web pages', async () => {
    const client = await startHere();
    const [store] = stores;
    const send = (method: string, headers: Record<string, string>) =>
      fetch(String(store?.endpoint), {
        method,
        headers: {
          'x-amz-target': 'DynamoDB_20120810.PutItem',
          authorization:
            'AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=none',
          'x-amz-date': '20260101T000000Z',
          'content-type': 'application/x-amz-json-1.0',
          ...headers,
        },
        ...(method === 'POST' && { body: JSON.stringify({ TableName, Item: { pk: { S: 'x' }, sk: { N: '1' } } }) }),
      });
    for (const origin of ['https://example.com', 'null', 'http://localhost:3000']) {
      const [write, preflight] = await Promise.all([send('POST', { origin }), send('OPTIONS', { origin })]);
      expect([write.status, preflight.status]).toEqual([403, 403]);
      expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
    }
    expect(await versions(client)).toEqual([]);
    // The same request is accepted from anything but a page.
    expect((await send('POST', {})).status).toBe(200);
    expect(await versions(client)).toEqual([1]);
  });

  test('leaves nothing open after a query', async () => {
    const values = jest.spyOn(Level.prototype, 'values');
    const client = await startHere({ directory });
    for (const version of [1, 2, 3]) await put(client, version);
    expect(await versions(client)).toEqual([1, 2, 3]);
    const iterators = values.mock.results.map(({ value }) => value as ReturnType<typeof Level.prototype.values>);
    expect(iterators).not.toEqual([]);
    for (const iterator of iterators) {
      await expect(iterator.next()).rejects.toMatchObject({ code: 'LEVEL_ITERATOR_NOT_OPEN' });
    }
    values.mockRestore();
  });
});
