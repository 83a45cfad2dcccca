import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listen } from '../support/listen.ts';

const load = (...args: string[]) =>
  new Promise<{ status: number; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(process.execPath, ['bench/load.ts', ...args], (_, stdout, stderr) => {
      resolve({ status: child.exitCode ?? -1, stdout, stderr });
    });
  });

const server = createServer((request, response) => {
  response.writeHead(request.url === '/' ? 200 : 503).end('dynamic string');
});
let url: string;
let stop: () => Promise<void>;
beforeAll(async () => {
  const listening = await listen(server);
  url = `http://127.0.0.1:${listening.port}`;
  stop = listening.stop;
});
afterAll(() => stop());

/** Reads the cells of the row for 1 connection. */
const firstRow = (stdout: string) => /^\| (1 \|.*) \|$/m.exec(stdout)?.[1]?.split(' | ');

test('a load test counts all and refused requests from 1, 10 and 50 connections', async () => {
  const [found, refused] = await Promise.all([
    load(`${url}/`, '--seconds', '1'),
    load(`${url}/down`, '--seconds', '1'),
  ]);
  expect(found).toMatchObject({ status: 0, stderr: '' });
  expect(found.stdout).toMatch(/^\| connections \| requests\/s \| p50 ms \| p99 ms \| errors \| not 2xx \|\n/);
  expect(found.stdout.match(/^\| (1|10|50) \|/gm)).toHaveLength(3);
  expect(firstRow(found.stdout)?.slice(-2)).toEqual(['0', '0']);
  expect(firstRow(refused.stdout)?.at(-1)).not.toBe('0');
}, 60_000);

test('another machine is not loaded without --remote', async () => {
  const { status, stdout, stderr } = await load('https://localhost.example.com/');
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain('Add --remote to load another machine on purpose: localhost.example.com');
});

test('an address without a server is an error, not a table of zeros', async () => {
  const { port, stop: leave } = await listen(createServer());
  await leave();
  // Another name for this machine that is not on the list of local ones.
  const { status, stdout, stderr } = await load(`http://0.0.0.0:${port}/`, '--remote', '--seconds', '1');
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain(`http://0.0.0.0:${port} does not answer.`);
}, 30_000);

test.each([[['localhost:3000']], [[]], [['http://localhost/', '--seconds', '0']]])('%p is refused', async (args) => {
  expect(await load(...args)).toMatchObject({ status: 2, stdout: '' });
});
