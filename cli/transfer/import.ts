import { createReadStream, createWriteStream, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { createDynamoRevisions } from '../../src/store/revisions.ts';
import { CommandError, UsageError } from '../errors.ts';
import { type Io, printLine } from '../io.ts';
import { examples, hintAt, TOO_MANY } from '../run.ts';
import { addStageOptions, type StageOptions, withStage } from '../stage.ts';
import { importLog } from './import-log.ts';
import { readLogFile } from './log-file.ts';

/** Opens an unlinked file: it disappears when this process ends, even in a crash. */
const openNameless = (): number => {
  const directory = mkdtempSync(join(tmpdir(), 'saved-string-'));
  try {
    return openSync(join(directory, 'copy'), 'wx+', 0o600);
  } finally {
    rmSync(directory, { recursive: true });
  }
};

/** @returns a CommandError for an error of the operating system, or else the same error. */
const explain = (error: unknown): unknown => {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  const message =
    syscall === 'read'
      ? `The file can't be read (${code}).`
      : `The file can't be copied to ${tmpdir()} (${code}). Free some space there, or set TMPDIR to another folder.`;
  return new CommandError(message, { cause: error });
};

/**
 * Copies a stream of any length to the temporary folder.
 *
 * @returns a function that reads the copy from its beginning on each call, until a reader stops before the end.
 * @throws CommandError when the stream can't be read, or the folder has no room for the copy.
 */
const spool = async (input: Readable): Promise<() => AsyncIterable<Buffer>> => {
  try {
    const fd = openNameless();
    await pipeline(input, createWriteStream('', { fd, autoClose: false }));
    return () => createReadStream('', { fd, start: 0, autoClose: false });
  } catch (error) {
    throw explain(error);
  }
};

const importFile = async (io: Io, { resume, ...options }: StageOptions & { readonly resume: boolean }) => {
  if (io.stdin.isTTY) throw new UsageError('Name a file: npx --no saved-string import --stage STAGE < FILE');
  await withStage(io, options, async ({ title, client, tableName }) => {
    const read = await spool(io.stdin);
    // Validates the whole file before anything is written.
    for await (const _ of readLogFile(read()));
    const { appended, present } = await importLog(createDynamoRevisions(client, tableName), {
      file: readLogFile(read()),
      resume,
      signal: new AbortController().signal,
    });
    const already = present > 0 ? ` ${present} were already there.` : '';
    printLine(io, `Imported ${appended} revisions into ${title}.${already}`);
  });
};

/** `npx --no saved-string import` */
export const addImport = (program: Command, io: Io): void => {
  const toInput = (_sentence: string, file: string) => `import reads standard input: import < ${file}`;
  addStageOptions(hintAt(program.command('import'), io, TOO_MANY, toInput))
    .summary('Imports an exported log into a stage without saved strings.')
    .description(
      'Imports an exported log into a stage without saved strings. The whole file is checked before anything is written. ' +
        'Then the strings are saved one by one, and visitors see each in turn. Strings that someone else saves are not ' +
        'overwritten. The temporary folder needs room for a copy of the file.',
    )
    .option('--resume', 'continue an interrupted import of the same file', false)
    .addHelpText(
      'after',
      examples(
        'saved-string import --stage dev < log.jsonl',
        'zcat log.jsonl.gz | saved-string import --local --resume',
      ),
    )
    .action((options) => importFile(io, options));
};
