import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, jest } from '@jest/globals';
import { writeAddress } from '../../../cli/start/address.ts';
import { startStore, type TestStore } from './store.ts';

interface CommandExit {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Surroundings {
  readonly environment?: Readonly<Record<string, string>>;
  /** The command's standard input. */
  readonly input?: string | Buffer;
}

interface Operator {
  readonly store: TestStore;
  /** The folder of a local copy whose store is the table of this test. */
  readonly directory: string;
  readonly tableName: string;
  /** Replaces this test's table with a new, empty one. */
  reset(): Promise<void>;
  /** Runs `npx --no saved-string COMMAND` without any personal AWS settings. */
  run(command: string, args: readonly string[], surroundings?: Surroundings): Promise<CommandExit>;
  /** Does the same for the table of this test, as the store of a local copy. */
  runHere(command: string, args: readonly string[], surroundings?: Surroundings): Promise<CommandExit>;
}

/** Gives each test of a file an empty table and an operator. Read it only inside a test. */
export const operatorForFile = (): Operator => {
  // Each command is a process, which takes seconds to start on a busy machine.
  jest.setTimeout(60_000);

  const here = {} as { -readonly [Key in keyof Operator]: Operator[Key] };
  here.run = (command, args, { environment, input = '' } = {}) =>
    new Promise((resolve) => {
      const own = { PATH: String(process.env.PATH), HOME: here.directory, AWS_EC2_METADATA_DISABLED: 'true' };
      const options = { env: { ...own, ...environment }, maxBuffer: 64 * 1024 * 1024 };
      const words = [...command.split(' '), ...args];
      const child = execFile(process.execPath, ['cli/saved-string.mjs', ...words], options, (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
      });
      // A command that fails early does not read its input.
      child.stdin?.on('error', () => {}).end(input);
    });
  here.runHere = (command, args, surroundings) =>
    here.run(command, [...args, '--local', '--store', here.directory], surroundings);

  here.reset = async () => {
    here.tableName = await here.store.createTable();
    const { endpoint } = here.store;
    await writeAddress(here.directory, { endpoint, key: 'test', tableName: here.tableName });
  };

  beforeAll(async () => {
    [here.store, here.directory] = await Promise.all([startStore(), mkdtemp(join(tmpdir(), 'saved-string-'))]);
  });
  beforeEach(() => here.reset());
  afterAll(async () => {
    await rm(here.directory, { recursive: true });
    await here.store.stop();
  });
  return here;
};
