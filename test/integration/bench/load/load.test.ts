import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runLoad } from '../../../../bench/load/in-process/load.ts';
import { OPERATIONS } from '../../../../bench/load/in-process/operations.ts';

const benchLoad = (...args: string[]) =>
  spawnSync(process.execPath, ['bench/load/bench-load.ts', ...args], { encoding: 'utf8' });

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'saved-string-load-'));
});
afterAll(() => rm(directory, { recursive: true }));

test('the packaged function answers every caller rightly, whatever they ask for at the same time', async () => {
  const doing: string[] = [];
  const options = { directory, callers: [10], duration: 200, dbLatency: 4 };
  const results = await runLoad({ ...options, onProgress: (what) => doing.push(what) });
  expect(results.map(({ operation }) => operation)).toEqual(OPERATIONS);
  for (const { requests, errors, answerBytes, logBytes } of results) {
    expect(requests).toBeGreaterThanOrEqual(10);
    expect(errors).toBe(0);
    expect(answerBytes).toBeGreaterThan(100);
    expect(logBytes).toBeGreaterThan(100);
  }
  expect(doing).toContain('mutation, 10 callers');
}, 120_000);

test('an option that does not exist is answered with one line', () => {
  const { status, stdout, stderr } = benchLoad('--nonsense');
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toBe("Unknown option '--nonsense'. See: npm run bench:load -- --help\n");
});

test('a simulation alone prints one table', () => {
  const { status, stdout, stderr } = benchLoad('--no-load', '--rates', '100', '--service-time', '10');
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^A hot key, simulated\n\n\| design/);
  expect(stdout).toMatch(/\| no cache \| 100 \| \d+ \| none \|/);
  expect(stdout).toContain('A page takes 10.0 ms');
});
