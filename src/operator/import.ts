// `npm run import`: a log from standard input, into a stage that has none yet.
import { createDynamoRevisions } from '../dynamodb/revisions.ts';
import { importLog } from '../saved-string/import-log.ts';
import { readLogFile } from '../saved-string/log-file.ts';
import { UsageError } from '../terminal/command.mjs';
import { createProgress } from './progress.ts';
import { runCommand } from './run-command.ts';
import { setAside } from './set-aside.ts';
import { STAGE_OPTIONS, withStage } from './stage.ts';

const command = {
  about: 'Puts an exported log into a stage where nobody has saved yet.',
  usage: ['npm run import -- --stage STAGE [--resume] < FILE'],
  options: {
    ...STAGE_OPTIONS,
    resume: { type: 'boolean', default: false, about: 'go on with an import of the same file that was cut off' },
  },
  notes: [
    'The whole file is checked before anything is written. Then the strings are saved one after the other, and visitors see',
    'each in its turn. Nothing that somebody else saved is overwritten. A log of any length fits; the temporary folder needs',
    'room for a copy of the file.',
  ],
  examples: ['npm run import -- --stage dev < log.jsonl', 'zcat log.jsonl.gz | npm run import -- --local --resume'],
} as const;

const count = async (items: AsyncIterable<unknown>): Promise<number> => {
  let total = 0;
  for await (const _ of items) total += 1;
  return total;
};

void runCommand(command, async ({ values }) => {
  if (process.stdin.isTTY) throw new UsageError('Say which file: npm run import -- --stage STAGE < FILE');
  await withStage(values, async ({ title, client, tableName }) => {
    const read = await setAside(process.stdin);
    const total = await count(readLogFile(read()));
    const progress = createProgress(total, process.stderr);
    const { appended, present } = await importLog(createDynamoRevisions(client, tableName), {
      file: readLogFile(read()),
      resume: values.resume,
      signal: new AbortController().signal,
      onProgress: progress.show,
    }).finally(progress.clear);
    const already = present > 0 ? ` ${present} were there already.` : '';
    process.stdout.write(`Imported ${appended} revisions into ${title}.${already}\n`);
  });
});
