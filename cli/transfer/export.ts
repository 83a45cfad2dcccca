import { createWriteStream, fstatSync } from 'node:fs';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { createDynamoRevisions } from '../../src/store/revisions.ts';
import { CommandError, ReaderGoneError } from '../errors.ts';
import type { Io } from '../io.ts';
import { examples } from '../run.ts';
import { addStageOptions, type StageOptions, withStage } from '../stage.ts';
import { formatRecord, type LogRecord } from './log-record.ts';
import { newestVersion, readLog } from './read-log.ts';

async function* toLines(log: AsyncIterable<LogRecord>): AsyncGenerator<string> {
  for await (const record of log) yield `${formatRecord(record)}\n`;
}

/** Node's standard output drops the rest of a line, without an error, when a file is full. */
const openOutput = ({ stdout }: Io): Writable => {
  const fd = 'fd' in stdout ? Number(stdout.fd) : undefined;
  return fd !== undefined && fstatSync(fd).isFile() ? createWriteStream('', { fd, autoClose: false }) : stdout;
};

const exportLog = (io: Io, options: StageOptions) =>
  withStage(io, options, async ({ client, tableName }) => {
    const { signal } = new AbortController();
    const revisions = createDynamoRevisions(client, tableName);
    const newest = await newestVersion(revisions, signal);
    const output = openOutput(io);
    try {
      const lines = Readable.from(toLines(readLog(revisions, newest, signal)));
      await pipeline(lines, output, { end: output !== io.stdout });
    } catch (error) {
      const { code, syscall } = error as NodeJS.ErrnoException;
      if (syscall !== 'write') throw error;
      // The reader closed the pipe, as `| head` does.
      if (code === 'EPIPE') throw new ReaderGoneError();
      throw new CommandError(`The log can't be written (${code}).`, { cause: error });
    }
  });

/** `npx --no saved-string export` */
export const addExport = (program: Command, io: Io): void => {
  addStageOptions(program.command('export'))
    .summary('Prints every string ever saved.')
    .description(
      'Prints every string ever saved, with its author, time and note: one line of JSON each, oldest first. ' +
        'Strings saved after the command began are left out.',
    )
    .addHelpText(
      'after',
      examples('saved-string export --stage prod > log.jsonl', 'saved-string export --local | tail -n 1'),
    )
    .action((options) => exportLog(io, options));
};
