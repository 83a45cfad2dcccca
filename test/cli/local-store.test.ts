import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DescribeTableCommand, type DynamoDBClient, PutItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { describe, expect, jest, test } from '@jest/globals';
import { CommandError } from '../../cli/errors.ts';
import { writeAddress } from '../../cli/start/address.ts';
import { createLocalClient } from '../../cli/start/client.ts';
import { Level } from '../../cli/start/probe-store.ts';
import { type Store, startStore } from '../../cli/start/store.ts';
import { harness } from '../support/harness.ts';
import { tableProperties } from '../support/service/table-properties.ts';

const TableName = 'test';
const stores: Store[] = [];
const here = harness(['directory']);

const startHere = async (options: { directory?: string } = {}): Promise<DynamoDBClient> => {
  const store = await startStore({ ...options, tableProperties, tableName: TableName });
  stores.push(store);
  here.atEnd(() => stores.pop()?.stop());
  return connect(store);
};

const connect = (address: Parameters<typeof createLocalClient>[0]): Promise<DynamoDBClient> => {
  const client = createLocalClient(address);
  here.atEnd(() => client.destroy());
  return client.sdk();
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
    const child = spawn(process.execPath, [script, here.directory], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [address] = await once(child.stdout.setEncoding('utf8'), 'data');
    const client = await connect(JSON.parse(String(address)));

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

    expect(await versions(await startHere({ directory: here.directory }))).toEqual(
      expect.arrayContaining(acknowledged),
    );
    expect(acknowledged.length).toBeGreaterThanOrEqual(200);
  });

  test('refuses a folder that is in use', async () => {
    await startHere({ directory: here.directory });
    await expect(startHere({ directory: here.directory })).rejects.toThrow(CommandError);
  });

  test('refuses a file, and a store whose files are damaged', async () => {
    const file = join(here.directory, 'file');
    await writeFile(file, '');
    await expect(startHere({ directory: file })).rejects.toThrow(/it is not a folder/);
    const folder = join(here.directory, 'store');
    await startHere({ directory: folder });
    await stores.pop()?.stop();
    await writeFile(join(folder, 'tables/CURRENT'), 'damaged');
    await expect(startHere({ directory: folder })).rejects.toThrow(/its files are damaged/);
  });

  test.each([
    ['a file', 'notes.txt'],
    ['a build of its own', 'build/index.html'],
    ['files of the same names', 'tables/notes.txt', 'token', 'address.json'],
  ])('refuses a folder that contains %s, and leaves it unchanged', async (_name, ...files) => {
    for (const file of files) {
      await mkdir(dirname(join(here.directory, file)), { recursive: true });
      await writeFile(join(here.directory, file), 'mine');
    }
    const before = await readdir(here.directory, { recursive: true });
    await expect(startHere({ directory: here.directory })).rejects.toThrow(/it holds other files/);
    expect(await readdir(here.directory, { recursive: true })).toEqual(before);
    for (const file of files) expect(await readFile(join(here.directory, file), 'utf8')).toBe('mine');
  });

  /** As much as any client may know: a put, signed with some key. */
  const headersWith = (key: string) => ({
    'x-amz-target': 'DynamoDB_20120810.PutItem',
    authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=none`,
    'x-amz-date': '20260101T000000Z',
    'content-type': 'application/x-amz-json-1.0',
  });

  test('answers nobody without the key of this start, and no web page', async () => {
    const client = await startHere();
    const [{ endpoint, key } = { endpoint: '', key: '' }] = stores;
    const body = JSON.stringify({ TableName, Item: { pk: { S: 'x' }, sk: { N: '1' } } });
    const refused: Record<string, string>[] = [
      {},
      { authorization: key },
      ...['', 'local', 'test', key.slice(1), `${key}0`, key.toUpperCase()].map(headersWith),
      ...['https://example.com', 'null', 'http://localhost:3000'].map((origin) => ({ ...headersWith(key), origin })),
    ];
    for (const headers of refused) {
      for (const init of [{ method: 'POST', body }, { method: 'OPTIONS' }, { method: 'GET' }]) {
        const answer = await fetch(endpoint, { ...init, headers });
        expect([answer.status, await answer.text()]).toEqual([403, '']);
        expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      }
    }
    expect(await versions(client)).toEqual([]);
    expect((await fetch(endpoint, { method: 'POST', headers: headersWith(key), body })).status).toBe(200);
    expect(await versions(client)).toEqual([1]);
    await startHere();
    expect(stores[1]?.key).not.toBe(key);
  });

  test('keeps what is in its folder for its owner, also what an earlier version left readable', async () => {
    await mkdir(join(here.directory, 'build'), { mode: 0o755 });
    await writeAddress(here.directory, { endpoint: '', key: '', tableName: TableName });
    await writeFile(join(here.directory, 'token'), 'secret', { mode: 0o644 });
    await symlink('/etc/hostname', join(here.directory, 'link'));
    const { mode } = await stat('/etc/hostname');
    for (const name of ['', 'token', 'address.json']) await chmod(join(here.directory, name), name ? 0o644 : 0o755);

    await put(await startHere({ directory: here.directory }), 1);
    const names = ['', ...(await readdir(here.directory, { recursive: true }))];
    for (const name of names.filter((one) => one !== 'link')) {
      expect([name, (await stat(join(here.directory, name))).mode & 0o077]).toEqual([name, 0]);
    }
    expect((await stat('/etc/hostname')).mode).toBe(mode);
  });

  const asRoot = process.getuid?.() === 0 ? test : test.skip;
  asRoot('lets no other user of this machine read or write it', async () => {
    const folder = join(here.directory, 'store');
    await chmod(here.directory, 0o755);
    await put(await startHere({ directory: folder }), 1);
    const script = fileURLToPath(new URL('../support/service/attack-store.ts', import.meta.url));
    const paths = (await readdir(folder, { recursive: true })).map((name) => join(folder, name));
    const args = [String(stores[0]?.endpoint), JSON.stringify(headersWith('local')), folder, ...paths];
    const attack = promisify(execFile);
    // The copy of the script is for a checkout that other users cannot read.
    await copyFile(script, join(here.directory, 'attack.mts'));
    await chmod(join(here.directory, 'attack.mts'), 0o644);
    const run = (options: { uid?: number; gid?: number }) =>
      attack(process.execPath, [join(here.directory, 'attack.mts'), ...args], { cwd: '/', env: {}, ...options });
    expect(JSON.parse((await run({ uid: 65534, gid: 65534 })).stdout)).toEqual({ read: [], written: [], status: 403 });
    // Its owner can: the attempt itself works.
    expect(JSON.parse((await run({})).stdout).read).toEqual(expect.arrayContaining([join(folder, 'address.json')]));
  });

  test('leaves nothing open after a query', async () => {
    const values = jest.spyOn(Level.prototype, 'values');
    const client = await startHere({ directory: here.directory });
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
