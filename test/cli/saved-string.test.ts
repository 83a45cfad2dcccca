import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';

jest.setTimeout(60_000);

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

test('the command reports in one line that Node is too old', async () => {
  const pretend = `for (const [name, value] of Object.entries({ version: 'v20.1.0', versions: { node: '20.1.0' } }))
    Object.defineProperty(process, name, { value });`;
  const { code, stderr } = await run(['--import', `data:text/javascript,${pretend}`, 'cli/saved-string.mjs', 'start']);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^Saved String needs Node 24 or newer, but this is v20\.1\.0\. Run: npm ci, [^\n]+\n$/);
});

test('the command lists its subcommands, and suggests one for a typing error', async () => {
  const { code, stdout } = await run(['cli/saved-string.mjs', '--help']);
  expect(code).toBe(0);
  for (const name of ['start', 'editors', 'export', 'import', 'smoke'])
    expect(stdout).toMatch(new RegExp(`^ +${name}`, 'm'));
  expect(await run(['cli/saved-string.mjs', 'exprot'])).toEqual({
    code: 2,
    stdout: '',
    stderr: "Unknown command 'exprot'\n(Did you mean export?)\n",
  });
});
