import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { program } from '../../../cli/program.ts';
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
  /** Whether standard output and standard error are one. */
  readonly isTerminal?: boolean;
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
  /** Runs `npx --no saved-string` in a process of its own, which takes seconds on a busy machine. */
  spawn(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<CommandExit>;
  /** Runs a command in this process, for the table of this test, as the store of a local copy. */
  runHere(command: string, args: readonly string[], surroundings?: Surroundings): Promise<CommandExit>;
}

/** A stream that keeps what is written to it. */
const collect = (isTTY: boolean) => {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  return Object.assign(stream, { isTTY, text: () => Buffer.concat(chunks).toString() });
};

/** Gives each test of a file an empty table and an operator. Read it only inside a test. */
export const operatorForFile = (): Operator => {
  const here = {} as { -readonly [Key in keyof Operator]: Operator[Key] };
  here.run = async (command, args, { environment, input = '', isTerminal = false } = {}) => {
    const env = { HOME: here.directory, AWS_EC2_METADATA_DISABLED: 'true', ...environment };
    const [stdout, stderr] = [collect(isTerminal), collect(isTerminal)];
    const stdin = Readable.from(input.length === 0 ? [] : [Buffer.from(input)]);
    // The AWS SDK reads its settings there.
    const before = { ...process.env };
    process.env = { ...env };
    try {
      const code = await program([...command.split(' '), ...args], { stdin, ...{ stdout, stderr, env } });
      return { code, stdout: stdout.text(), stderr: stderr.text() };
    } finally {
      process.env = before;
    }
  };
  here.spawn = (args, environment = {}) =>
    new Promise((resolve) => {
      const env = { PATH: process.env.PATH, HOME: here.directory, ...environment };
      execFile(process.execPath, ['cli/saved-string.mjs', ...args], { env }, (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
      });
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
