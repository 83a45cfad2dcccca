import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../support/faults/fault-proxy.ts';
import { harness } from '../support/harness.ts';
import { createLogFile, createRevision, createValues, toEntry } from '../support/service/log-lines.ts';
import { ODD_STRINGS } from '../support/strings/odd-strings.ts';

const operator = harness(['operator', 'proxy']);
const { signal } = new AbortController();

const here = () => ['--local', '--store', operator.directory];
const importHere = (input: string | Buffer, ...args: string[]) => operator.runHere('import', args, { input });
const exportHere = async (): Promise<string> => {
  const { code, stdout, stderr } = await operator.runHere('export', []);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
};

/** Runs a command that can write at most 4 KiB to a file. Except for its code, the error is that of a full disk. */
const runWithSmallFiles = (command: string) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const args = ['-c', `ulimit -f 8; exec "$0" cli/saved-string.mjs ${command}`, process.execPath, ...here()];
    execFile('sh', args, { env: { PATH: process.env.PATH } }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });

/** Runs a command through the proxy, as an operator's requests to a stage cross a network. */
const runForStage = (command: string, tableName: string, args: readonly string[], input = '') =>
  operator.run(command, ['--stage', tableName.replace('saved-string-', ''), ...args], {
    environment: identity(),
    input,
  });

const identity = () => ({
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_ENDPOINT_URL_DYNAMODB: operator.proxy.endpoint,
});

describe('npx --no saved-string export and import', () => {
  test('preserve every string, author, time, note and restore, and the next export is identical', async () => {
    const log = operator.store.createRevisions(operator.tableName);
    const values = Object.values(ODD_STRINGS).flat();
    for (const [index, value] of values.entries()) {
      const other =
        index % 2 ? { savedBy: 'Grace Hopper', note: value.slice(0, 100).toWellFormed(), restores: index } : {};
      await log.append(toEntry(createRevision(index + 1, { value, ...other })), signal);
    }
    const exported = await exportHere();
    expect(exported.split('\n')).toHaveLength(values.length + 1);

    await operator.reset();
    expect(await exportHere()).toBe('');
    expect(await importHere(exported)).toEqual({
      code: 0,
      stdout: `Imported ${values.length} revisions into the store in ${operator.directory}.\n`,
      stderr: '',
    });
    expect(await exportHere()).toBe(exported);
  });

  test('change nothing if the last line of the file is invalid', async () => {
    const file = `${createLogFile(createValues(20))}damaged\n`;
    expect(await importHere(file)).toEqual({ code: 1, stdout: '', stderr: 'Line 21: Not JSON.\n' });
    expect(await exportHere()).toBe('');
  });

  test('refuse a log that is not empty, unless resuming an import of the same file', async () => {
    await importHere(createLogFile(createValues(3)));
    const file = createLogFile(createValues(5));
    expect(await importHere(file)).toMatchObject({ code: 1, stderr: expect.stringMatching(/^The log is not empty/) });
    expect((await importHere(file, '--resume')).stdout).toMatch(/^Imported 2 revisions .* 3 were already there.\n$/);
    expect(await exportHere()).toBe(file);

    const other = createLogFile(['value 1', 'another', ...createValues(9)]);
    expect((await importHere(other, '--resume')).stderr).toMatch(/^Version 2 of the log differs from the file's/);
    expect(await exportHere()).toBe(file);
  });

  test('bring back lost strings from a restored table, read as a stage of its name', async () => {
    const whole = createLogFile(createValues(5));
    await importHere(whole);
    const restored = operator.tableName;

    await operator.reset();
    await importHere(createLogFile(createValues(3)));
    const exported = await runForStage('export', restored, []);
    expect(exported).toEqual({ code: 0, stdout: whole, stderr: '' });
    const imported = await runForStage('import', operator.tableName, ['--resume'], exported.stdout);
    expect(imported.stdout).toMatch(/^Imported 2 revisions .* 3 were already there.\n$/);
    expect(await exportHere()).toBe(whole);
  });
});

describe('npx --no saved-string import', () => {
  test('succeeds despite throttling and lost answers', async () => {
    const file = createLogFile(createValues(30));
    const faults: Record<number, Fault> = { 3: 'throttle', 4: 'throttle', 9: 'lost answer', 15: 'reset' };
    let puts = 0;
    operator.proxy.choose = (operation) => {
      if (operation === 'PutItem') puts += 1;
      return (operation === 'PutItem' && faults[puts]) || 'none';
    };
    expect(await runForStage('import', operator.tableName, [], file)).toMatchObject({ code: 0, stderr: '' });
    expect(await exportHere()).toBe(file);
  });

  test('leaves no gap when it is killed, and can be resumed', async () => {
    const file = createLogFile(createValues(30));
    const copy = join(operator.directory, 'log.jsonl');
    await writeFile(copy, file);

    const stage = operator.tableName.replace('saved-string-', '');
    const command = `exec "$0" cli/saved-string.mjs import --stage ${stage} < "${copy}"`;
    const child = spawn('sh', ['-c', command, process.execPath], { env: identity(), stdio: 'ignore' });
    let puts = 0;
    operator.proxy.choose = (operation) => {
      if (operation === 'PutItem') puts += 1;
      if (puts === 12) child.kill('SIGKILL');
      return 'none';
    };
    await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');

    const beginning = await exportHere();
    expect(beginning.split('\n').length - 1).toBeGreaterThanOrEqual(11);
    expect(file.startsWith(beginning)).toBe(true);
    expect(file).not.toBe(beginning);
    expect((await importHere(file, '--resume')).code).toBe(0);
    expect(await exportHere()).toBe(file);
  });

  test('reports a full temporary folder, and changes nothing', async () => {
    const copy = join(operator.directory, 'log.jsonl');
    await writeFile(copy, createLogFile(['x'.repeat(20_000)]));
    const { code, stdout, stderr } = await runWithSmallFiles(`import "$@" < "${copy}"`);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^The file can't be copied to \S+ \(EFBIG\)\. Free some space there, [^\n]*\n$/);
    expect(await exportHere()).toBe('');
  });

  test('names the stage that refused it', async () => {
    operator.proxy.choose = () => 'access denied';
    expect(await runForStage('import', operator.tableName, [], createLogFile(['x']))).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^This AWS identity lacks permission to do this to stage /),
    });
  });
});

describe('npx --no saved-string export', () => {
  test('prints nothing but the lines, even to a file', async () => {
    const file = createLogFile(createValues(3));
    await importHere(file);
    const env = { ...process.env, NODE: process.execPath, FORCE_COLOR: undefined, npm_config_loglevel: undefined };
    const copy = join(operator.directory, 'copy.jsonl');
    const command = 'npx --no saved-string export "$@" > "$0" && "$NODE" cli/saved-string.mjs export "$@"';
    const { stdout, stderr } = await promisify(execFile)('sh', ['-c', command, copy, ...here()], { env });
    expect({ stdout, stderr, copy: await readFile(copy, 'utf8') }).toEqual({ stdout: file, stderr: '', copy: file });
  });

  test('reports a full disk', async () => {
    await importHere(createLogFile(['x'.repeat(20_000)]));
    const { code, stderr } = await runWithSmallFiles(`export "$@" > "${operator.directory}/full.jsonl"`);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "The log can't be written (EFBIG).\n" });
  });

  test('stops silently when its reader has gone', async () => {
    await importHere(createLogFile(createValues(40).map((value) => value.padEnd(32 * 1024))));
    const child = spawn(process.execPath, ['cli/saved-string.mjs', 'export', ...here()], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const [code] = await once(child, 'close');
    // As `export | head` expects.
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
