import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startStore, type TestStore } from '../support/service/store.ts';

let store: TestStore;
beforeAll(async () => {
  store = await startStore();
});
afterAll(() => store.stop());

const run = (env: Record<string, string>) =>
  spawn(process.execPath, ['cli/saved-string.mjs', 'serve', '--port', '0'], {
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
