import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from '@jest/globals';
import { writeAddress } from '../../cli/start/address.ts';
import { type LocalServer, start, startLocalServer } from '../support/browser/local-server.ts';
import { put, sha256 } from '../support/files/files.ts';
import { harness } from '../support/harness.ts';
import { connectTo, subscribeWith, untilPushed } from '../support/service/subscriber.ts';

const here = harness(['directory'], { lasts: 'file' });
/** A copy for all tests that change nothing but its string. */
let copy: LocalServer;

const startHere = async (name: string, ...args: string[]): Promise<LocalServer> => {
  const server = await startLocalServer({ directory: join(here.directory, name), args });
  here.atEnd(server.kill);
  return server;
};

beforeAll(async () => {
  copy = await startHere('copy', '--inspect', '0');
});

const read = async ({ url }: LocalServer): Promise<string> => (await fetch(`${url}/`)).text();

/** It ended at once with one line for a person, and no stack trace. */
const expectOneLine = async (store: string, line: RegExp): Promise<void> => {
  const { code, stdout, stderr } = await start(['--port', '0', '--store', store]).exit;
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(stderr).toMatch(line);
  expect({ code, stdout: stdout.replace(/^Starting .*\n/, '') }).toEqual({ code: 1, stdout: '' });
};

/** Four clients save at once, until the copy is killed in the middle of a hundred writes. */
const saveUntilKilled = async ({ save, kill }: LocalServer): Promise<readonly string[]> => {
  const acknowledged: string[] = [];
  const clients = Array.from({ length: 4 }, async (_, client) => {
    for (let write = 0; write < 25; write++) {
      const value = `write ${write} of client ${client}`;
      await save(value);
      acknowledged.push(value);
      // The others are in the middle of a write.
      if (acknowledged.length === 30) await kill();
    }
  });
  await Promise.allSettled(clients);
  expect(acknowledged.length).toBeGreaterThanOrEqual(30);
  expect(acknowledged.length).toBeLessThan(100);
  return acknowledged;
};

const readHistory = async ({ url }: LocalServer) => {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ revisions(first: 100) { nodes { version value } } }' }),
  });
  const { data } = (await answer.json()) as { data: { revisions: { nodes: { version: number; value: string }[] } } };
  return data.revisions.nodes;
};

test('keeps what it acknowledged over Ctrl-C, which leaves nothing behind, and kill -9; each start has a new token', async () => {
  const first = await startHere('store');
  expect(await read(first)).toContain('<h1>The saved string is dynamic string</h1>');
  await first.save('over a restart');
  // It prints a line for each request, but for what open pages ask all the time.
  const headers = { accept: 'application/json' };
  const etag = (await fetch(first.url, { headers })).headers.get('etag') ?? '';
  expect((await fetch(first.url, { headers: { ...headers, 'if-none-match': etag } })).status).toBe(304);
  await fetch(`${first.url}/nowhere?%1b[2J`);
  const { code, stdout, stderr } = await first.stop();
  expect({ code, stderr }).toEqual({ code: 0, stderr: 'Stopping…\n' });
  const [announced, requests] = stdout.split(/(?<=Ctrl-C\n\n)/);
  expect(announced).toMatch(
    /^Starting Saved String: .*\nSaved String is running\.\n\n {2}Page .*\n {2}Edit .*\n {2}Playground .*\n {2}Token .*\n {2}Stop .*\n\n$/,
  );
  expect(requests?.replaceAll(/\d+ ms/g, 'N ms')).toBe(
    'GET / 200 N ms\nPOST /graphql 200 N ms\nGET / 200 N ms\nGET /nowhere?%1b[2J 404 N ms\n',
  );
  await expect(read(first)).rejects.toThrow();

  const second = await startHere('store');
  expect(await read(second)).toContain('<h1>The saved string is over a restart</h1>');
  expect(second.token).not.toBe(first.token);
  const file = join(second.directory, 'token');
  expect([await readFile(file, 'utf8'), (await stat(file)).mode & 0o777]).toEqual([second.token, 0o600]);
  await expect(second.save('with the old token', first.token)).rejects.toThrow(/401 .*revoked/);

  const acknowledged = await saveUntilKilled(second);
  const nodes = await readHistory(await startHere('store'));
  expect(nodes.map(({ value }) => value)).toEqual(expect.arrayContaining([...acknowledged, 'over a restart']));
  expect(nodes.map(({ version }) => version)).toEqual(nodes.map((_, index) => nodes.length - 1 - index));
});

test('tells open pages of a save', async () => {
  const subscriber = await subscribeWith(await connectTo(copy.url));
  await copy.save('news');
  await untilPushed(subscriber, 'news');
  subscriber.socket.terminate();
});

test('lets a debugger attach to the function', async () => {
  const debuggerAddress = async (): Promise<string> => {
    const [address] = /ws:\S+/.exec(copy.errors()) ?? [];
    return address ?? read(copy).then(debuggerAddress);
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

const soup = Buffer.from('soup');

/** Begins to share a file, and sends its only part. */
const share = async ({ url, token }: LocalServer): Promise<number> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const post = (path: string, body: unknown) =>
    fetch(`${url}/files${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  const begun = await post('', { name: 'soup.txt', type: 'text/plain', size: soup.length, seconds: 60 });
  if (!begun.ok) return begun.status;
  const { id } = (await begun.json()) as { id: string };
  const signed = await post(`/${id}/parts`, { parts: [{ number: 1, sha256: sha256(soup) }] });
  const { parts } = (await signed.json()) as { parts: [{ url: string }] };
  return (await put(parts[0].url, soup)).status;
};

test('runs twice at once, each copy with its own store, and only one with --files shares files', async () => {
  const other = await startHere('other', '--files');
  await Promise.all([copy.save('one'), other.save('two')]);
  expect(await read(copy)).toContain('<h1>The saved string is one</h1>');
  expect(await read(other)).toContain('<h1>The saved string is two</h1>');
  expect([await share(copy), await share(other)]).toEqual([404, 200]);
  // Its last process has gone then: S3's, too.
  expect(await other.stop()).toMatchObject({ code: 0 });
});

test('gets through npx --no saved-string smoke', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['cli/saved-string.mjs', 'smoke', copy.url]);
  expect(stdout.match(/^✓/gm)).toHaveLength(6);
});

test('refuses a store that another copy holds, which goes on', async () => {
  await expectOneLine(copy.directory, /another running copy holds it/);
  expect(await read(copy)).toContain('<h1>The saved string is ');
});

test('ends when the token of this start cannot be written', async () => {
  const store = join(here.directory, 'full');
  await mkdir(join(store, 'token'), { recursive: true });
  await writeAddress(store, { endpoint: '', key: '', tableName: '' });
  await expectOneLine(store, /EISDIR/);
});

test('refuses a folder that is not its own, whose build stays', async () => {
  const folder = join(here.directory, 'site');
  await mkdir(join(folder, 'build'), { recursive: true });
  await expectOneLine(folder, /it holds other files/);
  expect(await readdir(folder, { recursive: true })).toEqual(['build']);
});
