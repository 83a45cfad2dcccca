import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DescribeTableCommand, DynamoDBClient, PutItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { StoreError } from '../../src/local/check-files.ts';
import { localCredentials } from '../../src/local/client.ts';
import { type Store, startStore } from '../../src/local/store.ts';
import { tableProperties } from '../support/table-properties.ts';

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

  test('begins empty each time when it is kept in memory', async () => {
    await put(await startHere(), 1);
    expect(await versions(await startHere())).toEqual([]);
  });

  test('has every write that it acknowledged before a kill -9', async () => {
    const script = fileURLToPath(new URL('../support/serve-store.ts', import.meta.url));
    const child = spawn(process.execPath, [script, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [endpoint] = await once(child.stdout.setEncoding('utf8'), 'data');
    const client = connect(String(endpoint).trim());

    const acknowledged: number[] = [];
    try {
      for (let version = 1; ; version++) {
        await put(client, version);
        acknowledged.push(version);
        // The signal arrives while the next writes are under way.
        if (version === 200) child.kill('SIGKILL');
      }
    } catch {}
    if (child.signalCode === null) await once(child, 'exit');

    expect(await versions(await startHere({ directory }))).toEqual(expect.arrayContaining(acknowledged));
    expect(acknowledged.length).toBeGreaterThanOrEqual(200);
  });

  test('refuses a folder that is in use', async () => {
    await startHere({ directory });
    await expect(startHere({ directory })).rejects.toThrow(StoreError);
  });
});
