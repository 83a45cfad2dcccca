import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listen } from '../support/listen.ts';
import { loadService } from '../support/service/service.ts';
import { startStore, type TestStore } from '../support/service/store.ts';

let store: TestStore;
beforeAll(async () => {
  store = await startStore();
});
afterAll(() => store.stop());

const run = (env: Record<string, string>, ...args: string[]) =>
  spawn(process.execPath, ['cli/saved-string.mjs', 'serve', '--port', '0', ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** Waits until it says where it listens. */
const addressOf = async ({ stderr }: ChildProcess): Promise<string> => {
  const [line] = (await once(stderr ?? process.stdin, 'data')) as [Buffer];
  return /^Saved String listens on (\S+)\n$/.exec(line.toString())?.[1] ?? `It says: ${line}`;
};

const environmentOf = (tableName: string) => ({
  STAGE: 'test',
  AWS_REGION: 'eu-west-1',
  TABLE_NAME: tableName,
  INITIAL_STRING: 'served',
  AWS_ENDPOINT_URL_DYNAMODB: store.endpoint,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  'serves a stage, logs one line for each request, and ends with 0 on %s',
  async (signal) => {
    const child = run(environmentOf(await store.createTable()));
    const output = text(child.stdout);
    const url = await addressOf(child);
    expect(await (await fetch(url)).text()).toContain('<h1>The saved string is served</h1>');
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect((await fetch(`${url}/nowhere`, { method: 'PUT' })).status).toBe(404);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);

    const lines = (await output).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ message: 'request', route: 'GET /', status: 200 }),
      expect.objectContaining({ message: 'request', route: 'GET /health', status: 200 }),
      expect.objectContaining({ message: 'refused', method: 'PUT', status: 404 }),
    ]);
  },
);

test('says in one line which setting is missing', async () => {
  const { TABLE_NAME: _left, ...env } = environmentOf('');
  const child = run(env);
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  expect({ code, output }).toEqual({ code: 1, output: '' });
  expect(errors).toMatch(/^[^\n]*TABLE_NAME is missing[^\n]*\n$/);
});

test('takes the credentials of its container when it is given none', async () => {
  const asked: (string | undefined)[] = [];
  const { port, stop } = await listen(
    createServer((request, response) => {
      asked.push(request.headers.authorization);
      const Expiration = new Date(Date.now() + 3_600_000).toISOString();
      response.end(JSON.stringify({ AccessKeyId: 'a', SecretAccessKey: 'b', Token: 'c', Expiration }));
    }),
  );
  const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _key, ...env } = environmentOf(await store.createTable());
  const child = run({
    ...env,
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/`,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: 'of the container',
  });
  const url = await addressOf(child);
  expect((await fetch(`${url}/health`)).status).toBe(200);
  expect((await fetch(`${url}/health`)).status).toBe(200);
  expect(asked).toEqual(['of the container']);
  child.kill();
  await Promise.all([once(child, 'exit'), stop()]);
});

test('sends the webhook, and logs that it could not', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'saved-string-'));
  const secret = join(directory, 'secret');
  await writeFile(secret, `whsec_${Buffer.alloc(32).toString('base64')}`, { mode: 0o600 });
  const tableName = await store.createTable();
  await (await loadService({ endpoint: store.endpoint, tableName })).save('one');
  const child = run({ ...environmentOf(tableName), WEBHOOK_URL: 'https://localhost/', WEBHOOK_SECRET_FILE: secret });
  const exit = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) {
    expect(JSON.parse(line)).toMatchObject({ error: { message: "The webhook's address is not a public one" } });
    child.kill();
  }
  expect(await exit).toEqual([0, null]);
  await rm(directory, { recursive: true });
});

test('keeps the string in a folder of its own, with nothing in the environment', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'saved-string-'));
  const child = run({ INITIAL_STRING: 'kept here' }, '--store', directory);
  const url = await addressOf(child);
  expect(await (await fetch(url)).text()).toContain('<h1>The saved string is kept here</h1>');

  const second = run({}, '--store', directory);
  expect(await text(second.stderr)).toMatch(/^Cannot use \S+ as the store: another running copy holds it\./);
  child.kill();
  expect(await once(child, 'exit')).toEqual([0, null]);
  await rm(directory, { recursive: true });
});
