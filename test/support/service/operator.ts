import { execFile } from 'node:child_process';
import { Readable, Writable } from 'node:stream';
import { program } from '../../../cli/program.ts';
import { writeAddress } from '../../../cli/start/address.ts';
import type { Here } from '../harness.ts';

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

export interface Operator {
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

/** Makes an operator whose folder is that of a local copy, with the table of this test as its store. */
export const createOperator = (here: Here): Operator => {
  const run: Operator['run'] = async (command, args, { environment, input = '', isTerminal = false } = {}) => {
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
  return {
    reset: async () => {
      here.tableName = await here.store.createTable();
      const { endpoint } = here.store;
      await writeAddress(here.directory, { endpoint, key: 'test', tableName: here.tableName });
    },
    run,
    spawn: (args, environment = {}) =>
      new Promise((resolve) => {
        const env = { PATH: process.env.PATH, HOME: here.directory, ...environment };
        execFile(process.execPath, ['cli/saved-string.mjs', ...args], { env }, (error, stdout, stderr) => {
          resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
        });
      }),
    runHere: (command, args, surroundings) =>
      run(command, [...args, '--local', '--store', here.directory], surroundings),
  };
};
