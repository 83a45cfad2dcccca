import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

const bench = (...args: string[]) => spawnSync(process.execPath, ['bench/bench.ts', ...args], { encoding: 'utf8' });

test('an option that does not exist is answered with one line', () => {
  const { status, stdout, stderr } = bench('--nonsense');
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toBe("Unknown option '--nonsense'. See: npm run bench -- --help\n");
});

test('--help shows every option', () => {
  const { status, stdout } = bench('--help');
  expect(status).toBe(0);
  expect(stdout).toContain('npm run bench -- [options]');
});

test.each([
  [['--runtime', 'src'], 'There is no index.mjs in src'],
  [['--json', 'nowhere/figures.json'], 'There is no folder nowhere'],
])('%p is refused before anything is measured', (args, reason) => {
  const { status, stderr } = bench(...args);
  expect(status).toBe(1);
  expect(stderr).toBe(`${reason}. See: npm run bench -- --help\n`);
});
