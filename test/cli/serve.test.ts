import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, request as send } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { harness } from '../support/harness.ts';
import { listen } from '../support/listen.ts';
import { request } from '../support/request.ts';
import { loadService } from '../support/service/service.ts';
import { connectTo, subscribeWith, untilPushed } from '../support/service/subscriber.ts';

const here = harness(['table', 'directory']);

const run = (env: Record<string, string>, ...args: string[]) =>
  spawn(process.execPath, ['cli/saved-string.mjs', 'serve', '--port', '0', ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** Reads the string from another address of this machine. */
const visitFrom = (localAddress: string, port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    send({ host: '127.0.0.1', port, localAddress, agent: false, headers: { accept: 'text/plain' } }, (answer) =>
      resolve(text(answer)),
    )
      .once('error', reject)
      .end();
  });

/** Waits until it says where it listens. */
const addressOf = async ({ stderr }: ChildProcess): Promise<string> => {
  const [line] = (await once(stderr ?? process.stdin, 'data')) as [Buffer];
  return /^Saved String listens on (\S+)\n$/.exec(line.toString())?.[1] ?? `It says: ${line}`;
};

const environment = () => ({
  STAGE: 'test',
  AWS_REGION: 'eu-west-1',
  TABLE_NAME: here.tableName,
  INITIAL_STRING: 'served',
  AWS_ENDPOINT_URL_DYNAMODB: here.store.endpoint,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
});

test('serves a stage, logs one line for each request, and ends with 0 on SIGTERM', async () => {
  const child = run(environment());
  const output = text(child.stdout);
  const url = await addressOf(child);
  const page = await (await fetch(url)).text();
  expect(page).toContain('<h1>The saved string is served</h1>');
  expect(page).toContain(' data-push="event/realtime /string/changes"');
  await untilPushed(await subscribeWith(await connectTo(url)), 'served');
  expect((await fetch(`${url}/health`)).status).toBe(200);
  expect((await fetch(`${url}/nowhere`, { method: 'PUT' })).status).toBe(404);
  child.kill();
  expect(await once(child, 'exit')).toEqual([0, null]);

  const lines = (await output).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ message: 'request', route: 'GET /', status: 200 }),
    expect.objectContaining({ message: 'request', route: 'GET /health', status: 200 }),
    expect.objectContaining({ message: 'refused', method: 'PUT', status: 404 }),
  ]);
});

test('says in one line which setting is missing', async () => {
  const { TABLE_NAME: _left, ...env } = environment();
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
      response.end(JSON.stringify({ AccessKeyId: 'test', SecretAccessKey: 'b', Token: 'c', Expiration }));
    }),
  );
  const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _key, ...env } = environment();
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
  const secret = join(here.directory, 'secret');
  await writeFile(secret, `whsec_${Buffer.alloc(32).toString('base64')}`, { mode: 0o600 });
  await (await loadService({ endpoint: here.store.endpoint, tableName: here.tableName })).save('one');
  const child = run({ ...environment(), WEBHOOK_URL: 'https://localhost/', WEBHOOK_SECRET_FILE: secret });
  const exit = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) {
    expect(JSON.parse(line)).toMatchObject({ error: { message: "The webhook's address is not a public one" } });
    child.kill();
  }
  expect(await exit).toEqual([0, null]);
});

test('keeps the string in a folder of its own, with nothing in the environment, and ends with 0 on SIGINT', async () => {
  const child = run({ INITIAL_STRING: 'kept here' }, '--store', here.directory);
  const url = await addressOf(child);
  expect(await (await fetch(url)).text()).toContain('<h1>The saved string is kept here</h1>');

  // The commands find it as they find the copy of `npm start`.
  const get = spawn(process.execPath, ['cli/saved-string.mjs', 'get', '--local', '--store', here.directory]);
  expect(await text(get.stdout)).toBe('kept here\n');

  const second = run({}, '--store', here.directory);
  expect(await text(second.stderr)).toMatch(/^Cannot use \S+ as the store: another running copy holds it\./);
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

const onLinux = process.platform === 'linux' ? test : test.skip;
onLinux(
  'takes at most 100 MB more for a thousand connections with unfinished bodies, and serves visitors',
  async () => {
    const child = run({ ...environment(), STAGE: 'prod' }, '--host', '127.0.0.1');
    child.stdout.resume();
    const { port } = new URL(await addressOf(child));
    const memory = async () =>
      Number(/VmRSS:\s+(\d+) kB/.exec(await readFile(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024;
    const visit = async () => (await request(Number(port), { headers: { accept: 'text/plain' } })).body.toString();
    for (let count = 0; count < 20; count++) expect(await visit()).toBe('served');
    const before = await memory();

    const sockets: Socket[] = [];
    const heads = ['GET /', 'POST /graphql', 'PUT /'].map((line, index) => {
      const length = [10_000_000, 256 * 1024, 32 * 1024][index] ?? 0;
      return { length, head: `${line} HTTP/1.1\r\nhost: a\r\ncontent-length: ${length}\r\n\r\n` };
    });
    for (let count = 0; count < 1_000; count++) {
      const { head, length } = heads[count % heads.length] ?? { head: '', length: 0 };
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write(head + 'x'.repeat(Math.min(length, 256 * 1024) - 1)),
      );
      socket.on('error', () => {}).resume();
      sockets.push(socket);
    }
    const samples: number[] = [];
    for (let count = 0; count < 10; count++) {
      // The flood of others keeps no neighbour out; a busy machine may take too long for one read of the store.
      while ((await visitFrom('127.0.0.2', Number(port))) !== 'served');
      samples.push(await memory());
    }
    for (const socket of sockets) socket.destroy();
    expect(await visit()).toBe('served');
    // Memory in use, without garbage that a busy machine has yet to collect.
    expect(Math.min(...samples.slice(5)) - before).toBeLessThan(100);
    child.kill();
    await once(child, 'exit');
  },
);

test('is the same behind a proxy, below a path, and tells visitors apart by its word', async () => {
  const child = run(environment(), '--host', '127.0.0.1', '--proxies', '127.0.0.1');
  const url = new URL(await addressOf(child));
  // As nginx does for `location /status/ { proxy_pass http://127.0.0.1:8080/; }`
  const proxy = await listen(
    createServer((incoming, response) => {
      const path = incoming.url?.replace(/^\/status(?=\/)/, '') ?? '';
      if (path === incoming.url) return response.writeHead(308, { location: '/status/' }).end();
      const headers = { ...incoming.headers, 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': 'https' };
      const outgoing = send({ host: url.hostname, port: url.port, path, method: incoming.method ?? '', headers });
      outgoing.on('response', (answer) => {
        response.writeHead(answer.statusCode ?? 0, answer.headers);
        answer.pipe(response);
      });
      return incoming.pipe(outgoing);
    }),
  );
  const base = `http://127.0.0.1:${proxy.port}/status`;
  for (const path of ['', '/', '/edit', '/graphql', '/feed', '/embed', '/embed.js', '/favicon.ico', '/health']) {
    const answer = await fetch(base + path, { headers: { accept: 'text/html, */*;q=0.1' } });
    expect([path, answer.status]).toEqual([path, 200]);
    // Each file that a page names is there, as seen from the page.
    if (!answer.headers.get('content-type')?.startsWith('text/html')) continue;
    for (const [, address = ''] of (await answer.text()).matchAll(
      /<(?:script|link)[^>]* (?:src|href)="(?!data:)([^"]+)"/g,
    )) {
      const file = new URL(address, answer.url);
      expect(file.pathname).toMatch(/^\/status\//);
      expect([file.pathname, (await fetch(file)).status]).toEqual([file.pathname, 200]);
    }
  }
  child.kill();
  await Promise.all([once(child, 'exit'), proxy.stop()]);
});
