import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const run = (args: readonly string[], cwd = process.cwd(), env: NodeJS.ProcessEnv = { PATH: process.env.PATH }) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, args, { cwd, env }, (error, stdout, stderr) =>
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

test('the command lists its subcommands, and suggests one for a typing error', async () => {
  const { code, stdout } = await run(['cli/saved-string.mjs', '--help']);
  expect(code).toBe(0);
  for (const name of ['start', 'editors', 'export', 'import', 'smoke'])
    expect(stdout).toMatch(new RegExp(`^ +${name}`, 'm'));
  expect(await run(['cli/saved-string.mjs', 'exprot'])).toEqual({
    code: 2,
    stdout: '',
    stderr: "Unknown command 'exprot'\n(Did you mean export?)\nTo list the commands: npx --no saved-string\n",
  });
  expect(await run(['cli/saved-string.mjs', 'help'])).toEqual({ code, stdout, stderr: '' });
});

test('start says how to pass the options that npm keeps', async () => {
  const env = { PATH: process.env.PATH, npm_lifecycle_event: 'start', npm_config_port: '0' };
  expect(await run(['cli/saved-string.mjs', 'start'], process.cwd(), env)).toEqual({
    code: 2,
    stdout: '',
    stderr: 'Write npm start -- --port 0\n',
  });
});
