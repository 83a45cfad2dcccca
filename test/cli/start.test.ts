import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalServer, start, startLocalServer } from '../support/browser/local-server.ts';
import { connectTo, subscribeWith, untilPushed } from '../support/service/subscriber.ts';

let directory: string;
const running: LocalServer[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'saved-string-'));
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.kill()));
  await rm(directory, { recursive: true });
});

const startHere = async (name = 'store'): Promise<LocalServer> => {
  const server = await startLocalServer({ directory: join(directory, name) });
  running.push(server);
  return server;
};

const read = async ({ url }: LocalServer): Promise<string> => (await fetch(`${url}/`)).text();

/** It ended at once with one line for a person, and no stack trace. */
const expectOneLine = async (args: string[], line: RegExp, expected = 1): Promise<void> => {
  const { code, stdout, stderr } = await start(args).exit;
  expect(stderr).toMatch(/^[^\n]+\n(\(Did you mean .*\)\n)?$/);
  expect(stderr).toMatch(line);
  expect({ code, stdout: stdout.replace(/^Starting .*\n/, '') }).toEqual({ code: expected, stdout: '' });
};

describe('npm start', () => {
  test('keeps the string over a restart, and Ctrl-C leaves nothing behind', async () => {
    const first = await startHere();
    expect(await read(first)).toContain('<h1>The saved string is dynamic string</h1>');
    await first.save('over a restart');
    const { code, stdout, stderr } = await first.stop();
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'Stopping…\n' });
    expect(stdout).toMatch(
      /^Starting Saved String: .*\nSaved String is running\.\n\n {2}Page .*\n {2}Edit .*\n {2}Playground .*\n {2}Token .*\n {2}Stop .*\n\n(.* \d+ ms\n){2}$/,
    );
    await expect(read(first)).rejects.toThrow();

    expect(await read(await startHere())).toContain('<h1>The saved string is over a restart</h1>');
  });

  test('tells open pages of a save, and keeps the string when it is killed', async () => {
    const first = await startHere();
    const subscriber = await subscribeWith(await connectTo(first.url));
    await first.save('over a kill -9');
    await untilPushed(subscriber, 'over a kill -9');
    await first.kill();

    expect(await read(await startHere())).toContain('<h1>The saved string is over a kill -9</h1>');
  });

  test('has every write that it acknowledged before it was killed in the middle of a hundred', async () => {
    const first = await startHere();
    const acknowledged: string[] = [];
    const clients = Array.from({ length: 4 }, async (_, client) => {
      for (let write = 0; write < 25; write++) {
        const value = `write ${write} of client ${client}`;
        await first.save(value);
        acknowledged.push(value);
        // The others are in the middle of a write.
        if (acknowledged.length === 30) await first.kill();
      }
    });
    await Promise.allSettled(clients);
    expect(acknowledged.length).toBeGreaterThanOrEqual(30);
    expect(acknowledged.length).toBeLessThan(100);

    const { url } = await startHere();
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ revisions(first: 100) { nodes { version value } } }' }),
    });
    const { data } = (await answer.json()) as { data: { revisions: { nodes: { version: number; value: string }[] } } };
    const { nodes } = data.revisions;
    expect(nodes.map(({ value }) => value)).toEqual(expect.arrayContaining(acknowledged));
    expect(nodes.map(({ version }) => version)).toEqual(nodes.map((_, index) => nodes.length - 1 - index));
  });

  test('prints a line for each request, but for what open pages ask all the time', async () => {
    const { url, stop } = await startHere();
    const headers = { accept: 'application/json' };
    const etag = (await fetch(url, { headers })).headers.get('etag') ?? '';
    expect((await fetch(url, { headers: { ...headers, 'if-none-match': etag } })).status).toBe(304);
    await fetch(`${url}/nowhere?%1b[2J`);
    const { stdout } = await stop();
    const [, lines = ''] = stdout.split('Ctrl-C\n\n');
    expect(lines.replaceAll(/\d+ ms/g, 'N ms')).toBe('GET / 200 N ms\nGET /nowhere?%1b[2J 404 N ms\n');
  });

  test('says so when its store was deleted, and saves nothing that would be lost', async () => {
    const { url, save, stop } = await startHere();
    await rm(join(directory, 'store'), { recursive: true });
    const answer = await fetch(url);
    expect([answer.status, await answer.text()]).toEqual([
      503,
      expect.stringMatching(/was deleted while .*start it again\.\n$/),
    ]);
    await expect(save('lost')).rejects.toThrow(/503/);
    const { code, stderr } = await stop();
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^The store .* was deleted .*\nStopping…\n$/),
    });
  });

  test('lets a debugger attach to the function', async () => {
    const server = await startLocalServer({ directory: join(directory, 'store'), args: ['--inspect', '0'] });
    running.push(server);
    const debuggerAddress = async (): Promise<string> => {
      const [address] = /ws:\S+/.exec(server.errors()) ?? [];
      return address ?? read(server).then(debuggerAddress);
    };
    const socket = new WebSocket(await debuggerAddress());
    const attached = new Promise<string>((resolve) => {
      socket.addEventListener('message', ({ data }) => {
        const { method, params } = JSON.parse(String(data)) as {
          method?: string;
          params?: { workerInfo: { url: string } };
        };
        if (method === 'NodeWorker.attachedToWorker') resolve(params?.workerInfo.url ?? '');
      });
    });
    socket.addEventListener('open', () =>
      socket.send('{"id":1,"method":"NodeWorker.enable","params":{"waitForDebuggerOnStart":false}}'),
    );
    expect(await attached).toMatch(/function-worker\.ts$/);
    socket.close();
  });

  test('runs twice at once, each copy with its own store', async () => {
    const [one, two] = await Promise.all([startHere('one'), startHere('two')]);
    await Promise.all([one.save('one'), two.save('two')]);
    expect(await read(one)).toContain('<h1>The saved string is one</h1>');
    expect(await read(two)).toContain('<h1>The saved string is two</h1>');
  });

  test('gets through npx --no saved-string smoke', async () => {
    const { url } = await startHere();
    const { stdout } = await promisify(execFile)(process.execPath, ['cli/saved-string.mjs', 'smoke', url]);
    expect(stdout.match(/^✓/gm)).toHaveLength(6);
  });

  test('refuses a store that another copy holds, which goes on', async () => {
    const first = await startHere();
    await expectOneLine(['--port', '0', '--store', join(directory, 'store')], /another running copy holds it/);
    expect(await read(first)).toContain('<h1>The saved string is dynamic string</h1>');
  });

  test('has a new token at each start, in the file token, and the last one opens nothing any more', async () => {
    const first = await startHere();
    await first.stop();
    const second = await startHere();
    expect(second.token).not.toBe(first.token);
    expect(await readFile(join(second.directory, 'token'), 'utf8')).toBe(second.token);
    expect((await stat(join(second.directory, 'token'))).mode & 0o777).toBe(0o600);
    await second.save('with the new token');
    await expect(second.save('with the old token', first.token)).rejects.toThrow(/401 .*revoked/);
  });

  test('refuses a folder that is not its own, whose build stays', async () => {
    const folder = join(directory, 'site');
    await mkdir(join(folder, 'build'), { recursive: true });
    await expectOneLine(['--port', '0', '--store', folder], /it holds other files/);
    expect(await readdir(folder, { recursive: true })).toEqual(['build']);
  });

  test('refuses a store that is a file', async () => {
    const file = join(directory, 'file');
    await writeFile(file, '');
    await expectOneLine(['--port', '0', '--store', file], /it is not a folder/);
  });

  test('refuses a store whose files are damaged', async () => {
    const server = await startHere();
    await server.stop();
    await writeFile(join(directory, 'store', 'tables', 'CURRENT'), 'damaged');
    await expectOneLine(['--port', '0', '--store', join(directory, 'store')], /its files are damaged/);
  });

  test.each(['127.0.0.1', '::1'])('refuses a port that is taken on %s', async (address) => {
    const other = createServer();
    await new Promise<void>((listening) => other.listen(0, address, listening));
    const { port } = other.address() as AddressInfo;
    try {
      await expectOneLine(['--port', String(port)], new RegExp(`Port ${port} is taken`));
    } finally {
      other.close();
    }
  });

  test.each([
    [['--port', 'abc'], /--port takes a number/],
    [['--prot', '3000'], /Unknown option '--prot'\n\(Did you mean --port\?\)/],
    [['--store', ''], /--store takes the name of a folder/],
    [['3000'], /Too many arguments for 'start'/],
  ])('refuses %j', (args, line) => expectOneLine(args, line, 2));
});
