import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

const bench = (...args: string[]) => spawnSync(process.execPath, ['bench/bench.ts', ...args], { encoding: 'utf8' });

test('an invalid command line exits with 2 and points to the help', () => {
  const { status, stdout, stderr } = bench('--round', '3');
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toBe("error: unknown option '--round'\n(Did you mean --rounds?)\nSee: npm run bench -- --help\n");
});

test('--help shows the options, with examples', () => {
  const { status, stdout } = bench('--help');
  expect(status).toBe(0);
  expect(stdout).toContain('Usage: npm run bench -- [options]');
  expect(stdout).toContain('npm run bench -- --json docs/performance/bench.json');
});
