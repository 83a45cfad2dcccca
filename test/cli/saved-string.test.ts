import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { harness } from '../support/harness.ts';

const run = (args: readonly string[], cwd = process.cwd()) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, args, { cwd, env: { PATH: process.env.PATH } }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });

test('the command reports in one line that the dependencies are missing', async () => {
  const clone = await mkdtemp(join(tmpdir(), 'saved-string-'));
  for (const part of ['package.json', 'cli', 'src']) await cp(part, join(clone, part), { recursive: true });
  expect(await run(['cli/saved-string.mjs', 'start'], clone)).toEqual({
    code: 1,
    stdout: '',
    stderr: 'The dependencies are missing. Run: npm ci\n',
  });
  await rm(clone, { recursive: true });
});

const PRETEND_NODE_20 = `data:text/javascript,
  for (const [name, value] of Object.entries({ version: 'v20.1.0', versions: { node: '20.1.0' } }))
    Object.defineProperty(process, name, { value });`;

test('the command reports in one line that Node is too old', async () => {
  expect(await run(['--import', PRETEND_NODE_20, 'cli/saved-string.mjs', 'start'])).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'Saved String needs Node 24 or newer, but this is v20.1.0. Run it by npx --no saved-string or npm start, which use the one in node_modules.\n',
  });
});

test('the command tells where to get Node on a machine that the install has none for', async () => {
  const clone = await mkdtemp(join(tmpdir(), 'saved string '));
  for (const part of ['package.json', 'cli']) await cp(part, join(clone, part), { recursive: true });
  const { dependencies, devDependencies } = JSON.parse(await readFile('package.json', 'utf8'));
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
    await mkdir(join(clone, 'node_modules', name), { recursive: true });
  }
  expect(await run(['--import', PRETEND_NODE_20, 'cli/saved-string.mjs', 'start'], clone)).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'Saved String needs Node 24 or newer, but this is v20.1.0. The install includes none for this machine: get it from https://nodejs.org.\n',
  });
  await rm(clone, { recursive: true });
});

const operator = harness(['operator']);

test('the command lists its subcommands, and suggests one for a typing error', async () => {
  const { code, stdout } = await operator.run('--help', []);
  expect(code).toBe(0);
  for (const name of ['start', 'editors', 'export', 'import', 'smoke'])
    expect(stdout).toMatch(new RegExp(`^ +${name}`, 'm'));
  expect(await operator.run('exprot', [])).toEqual({
    code: 2,
    stdout: '',
    stderr: "Unknown command 'exprot'\n(Did you mean export?)\nTo list the commands: npx --no saved-string\n",
  });
  expect(await operator.run('help', [])).toEqual({ code, stdout, stderr: '' });
});

test('start says how to pass the options that npm keeps', async () => {
  const environment = { npm_lifecycle_event: 'start', npm_config_port: '0' };
  expect(await operator.run('start', [], { environment })).toEqual({
    code: 2,
    stdout: '',
    stderr: 'Write npm start -- --port 0\n',
  });
});

test.each([
  ['start', ['--port', 'abc'], /^--port takes a number/],
  ['start', ['--prot', '3000'], /^Unknown option '--prot'\n\(Did you mean --port\?\)\n$/],
  ['start', ['--store', ''], /^--store takes the name of a folder\.\n$/],
  ['start', ['3000'], /^Too many arguments for 'start'/],
  ['serve', ['--proxies', 'nginx'], /^--proxies takes a number, or addresses/],
  ['serve', ['--memory', '0'], /^--memory takes a number of megabytes/],
  ['get', [], /^Name the address of the page with --url or SAVED_STRING_URL, or use --local\.\n$/],
  ['get', ['--url', 'ftp://x'], /^"ftp:\/\/x" is not a URL that begins with https:\/\/ or http:\/\/\.\n$/],
  ['get', [], /^The address of a page holds no user name and no password\.\n$/, { SAVED_STRING_URL: 'http://a:b@x' }],
  ['get', ['--url', 'http://user:secret@x'], /^The address of a page holds no user name and no password\.\n$/],
  ['get', ['--url', 'http://127.0.0.1:1', '--local'], /cannot be used with/],
  ['get', ['--local', '--store', ''], /^--store takes the name of a folder\.\n$/],
  ['planned', ['lst'], /^Unknown command 'lst'\nTo list the commands: npx --no -- saved-string planned --help\n$/],
  ['planned', ['skip', '12'], /^Missing TIME: when the occurrence begins, as `planned` lists it\./],
  ['share', ['package.json', '--for', '13d'], /takes 1d to 12d, not 13d/],
  ['share', ['package.json', '--say', 'Slides'], /with \{link\} in it/],
  ['export', ['x'], /got 1: x/],
  ['import', [], /^Name a stage/],
  ['import', ['log.jsonl'], /^import reads standard input: import < log\.jsonl\n$/],
  ['stats', ['--local', '--week', '2026'], /^--week must be an ISO week/],
  ['stats', ['--local', '--week', '2020-W54'], /^--week must be an ISO week such as 2026-W47\.\n$/],
  ['stats', ['--local', '--week', '9999-W01'], /^The week 9999-W01 has not begun\.\n$/],
  ['smoke', [], /^Missing required argument 'URL'/],
  ['smoke', ['http://localhost', '--wait', 'long'], /^--wait takes a number of seconds/],
  ['smoke', ['ftp://localhost'], /^"ftp:\/\/localhost" is not a URL that begins with https/],
  ['smoke', ['http://localhost', '--expect', 'x'], /^Unknown option '--expect'\n/],
] as [string, string[], RegExp, Record<string, string>?][])(
  '%s %j is refused with what to type',
  async (command, args, line, environment = {}) => {
    const { code, stdout, stderr } = await operator.run(command, args, { environment });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^[^\n]+\n(\(Did you mean .*\)\n|To list the commands: .*\n)?$/);
    expect(stderr).toMatch(line);
  },
);
