import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'saved-string-'));
});
afterEach(() => rm(directory, { recursive: true }));

/** Puts a program before all others of its name, which keeps what it was called with and prints something. */
const standIn = async (name: string, output: string): Promise<void> => {
  const file = join(directory, name);
  await writeFile(`${file}.out`, output);
  await writeFile(file, `#!/bin/sh\nprintf '%s\\n' "$*" >> "$0.calls"\ncat "$0.out"\n: > "$0.out"\n`);
  await chmod(file, 0o755);
};

const callsOf = async (name: string): Promise<string> => readFile(join(directory, `${name}.calls`), 'utf8');

const run = (script: string, ...args: string[]) => {
  const env = { ...process.env, PATH: `${directory}:${process.env.PATH}`, GITHUB_REPOSITORY: 'owner/name' };
  return promisify(execFile)(`.ci/${script}`, args, { env });
};

describe('.ci/address', () => {
  const info = (...outputs: string[]) =>
    `service: saved-string\nendpoints:\n  GET - https://gateway.example/\n\nStack Outputs:\n  ${outputs.join('\n  ')}\n`;

  test('prints where visitors find the stage, and not the gateway behind it', async () => {
    await standIn('npx', info('HttpApiUrl: https://gateway.example', 'Address: https://string.example', 'Bucket: x'));
    expect((await run('address', 'pr-7')).stdout).toBe('https://string.example\n');
    expect(await callsOf('npx')).toBe('serverless info --verbose --stage pr-7 --region eu-west-1\n');
  });

  test('fails where there is none', async () => {
    await standIn('npx', info('HttpApiUrl: https://gateway.example'));
    await expect(run('address', 'dev')).rejects.toMatchObject({ code: 1, stderr: 'The stage dev has no address\n' });
  });
});

describe('.ci/comment', () => {
  const body = 'body=<!-- saved-string: preview -->\nRuns at `x`';

  test('writes a comment where there is none of its own', async () => {
    await standIn('gh', '');
    await run('comment', '7', 'Runs at `x`');
    const calls = await callsOf('gh');
    expect(calls).toContain(`api --method POST repos/owner/name/issues/7/comments --raw-field ${body} --silent`);
    expect(calls).not.toContain('PATCH');
  });

  test('changes its own where there is one', async () => {
    await standIn('gh', '42\n43\n');
    await run('comment', '7', 'Runs at `x`');
    const calls = await callsOf('gh');
    expect(calls).toMatch(/^api --paginate repos\/owner\/name\/issues\/7\/comments .*github-actions\[bot\].*preview/);
    expect(calls).toContain(`api --method PATCH repos/owner/name/issues/comments/42 --raw-field ${body} --silent`);
    expect(calls).not.toContain('POST');
  });
});
