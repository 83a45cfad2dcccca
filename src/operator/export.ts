// `npm run -s export`: the whole log of a stage, on standard output.
import { createWriteStream, fstatSync } from 'node:fs';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createDynamoRevisions } from '../dynamodb/revisions.ts';
import { formatRecord } from '../saved-string/log-record.ts';
import { readLog } from '../saved-string/read-log.ts';
import type { Revision } from '../saved-string/revision.ts';
import { EXIT, UsageError } from '../terminal/command.mjs';
import { OperatorError } from './failure.ts';
import { npmPrintsToo } from './npm-prints-too.ts';
import { createProgress, type Progress } from './progress.ts';
import { runCommand } from './run-command.ts';
import { STAGE_OPTIONS, withStage } from './stage.ts';

const command = {
  about:
    'Prints every string that was ever saved, with its author, time and note: one line of JSON each, oldest first.',
  usage: ['npm run -s export -- --stage STAGE > FILE'],
  options: STAGE_OPTIONS,
  notes: [
    'What is saved after the command began is left out. It works for a log of any length.',
    'Without -s, npm would print two lines of its own into the file.',
  ],
  examples: ['npm run -s export -- --stage prod > log.jsonl', 'npm run -s export -- --local | tail -n 1'],
} as const;

async function* toLines(revisions: AsyncIterable<Revision>, progress: Progress): AsyncGenerator<string> {
  for await (const revision of revisions) {
    yield `${formatRecord(revision)}\n`;
    progress.show(revision.version);
  }
}

/** Node's own stream drops the rest of a line, without an error, where a file can't take all of it. */
const openOutput = (): Writable => {
  const { fd } = process.stdout;
  return fstatSync(fd).isFile() ? createWriteStream('', { fd, autoClose: false }) : process.stdout;
};

void runCommand(command, async ({ values }) => {
  if (!process.stdout.isTTY && npmPrintsToo('export')) {
    throw new UsageError('npm printed lines of its own before the log. Add -s: npm run -s export -- --stage STAGE');
  }
  await withStage(values, async ({ client, tableName }) => {
    const { signal } = new AbortController();
    const revisions = createDynamoRevisions(client, tableName);
    const newest = (await revisions.latest(signal))?.version ?? 0;
    // A bar among the lines would be of use to nobody.
    const progress = createProgress(newest, process.stdout.isTTY ? undefined : process.stderr);
    const output = openOutput();
    const lines = Readable.from(toLines(readLog(revisions, newest, signal), progress));
    try {
      await pipeline(lines, output, { end: output !== process.stdout });
    } catch (error) {
      const { code, syscall } = error as NodeJS.ErrnoException;
      if (syscall !== 'write') throw error;
      // The reader closed the pipe, as `| head` does, and knows that it has not got everything.
      if (code === 'EPIPE') process.exitCode = EXIT.failed;
      else throw new OperatorError(`The log can't be written (${code}).`, { cause: error });
    } finally {
      progress.clear();
    }
  });
});
