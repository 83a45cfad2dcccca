import type { Command } from 'commander';
import { createDynamoRevisions } from '../../src/store/revisions.ts';
import { UsageError } from '../errors.ts';
import { type Io, printLine } from '../io.ts';
import { examples, hintAt, TOO_MANY } from '../run.ts';
import { addStageOptions, type StageOptions, withStage } from '../stage.ts';
import { importLog } from './import-log.ts';
import { readLogFile } from './log-file.ts';
import { spool } from './spool.ts';

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
