import { isUtf8 } from 'node:buffer';
import type { Command } from 'commander';
import { Refusal } from '../../src/browser/client/refusal.ts';
import { CommandError, UsageError } from '../errors.ts';
import { ask, canAsk } from '../remote/ask.ts';
import { printJson, printText } from '../remote/print.ts';
import { type Remote, withRemote } from '../remote/remote.ts';
import { readBytes } from '../remote/send.ts';
import { examples } from '../run.ts';
import { headingOf } from '../smoke/heading-of.ts';
import { parseText } from './arguments.ts';
import { addChangeOptions, type ChangeOptions, change } from './change.ts';
import { readRevision } from './read-revision.ts';
import { readSpacLla } from './spac-lla.ts';

interface SetOptions extends ChangeOptions {
  readonly from?: string;
  readonly until?: string;
}

/** Far more than a string can have, so that an endless input ends. */
const MAX_INPUT_BYTES = 1024 * 1024;

const readInput = async (): Promise<string> => {
  const bytes = await readBytes(process.stdin, MAX_INPUT_BYTES);
  if (!bytes) throw new CommandError('Standard input is longer than any string can be.');
  if (!isUtf8(bytes)) throw new CommandError('Standard input is not UTF-8.');
  return bytes.toString().replace(/\n$/, '');
};

const save = (remote: Remote, wanted: string, { from, until, ifVersion, note }: SetOptions) => {
  const args = { value: wanted, from, until, expectedVersion: ifVersion, note };
  return change(remote, { mutation: from === undefined ? 'setSavedString' : 'planSavedString', args, wanted });
};

/** A saved string stays saved, even if it can't be shown. */
const orReason = (reading: Promise<string>): Promise<string> =>
  reading.catch((error: unknown) => {
    if (error instanceof CommandError || error instanceof Refusal) return error.message;
    throw error;
  });

/** Shows a person what visitors read, asks for a new string, and shows what they read then. */
const setByAsking = async (remote: Remote, options: SetOptions): Promise<void> => {
  await remote.findToken();
  const current = await readRevision(remote);
  const wanted = await ask(`Visitors read: ${current.value}\nNew string, or Enter to leave it: `);
  if (wanted === '') throw new CommandError('Nothing was changed.');

  const saved = await save(remote, wanted, { ...options, ifVersion: options.ifVersion ?? current.version });
  if (options.json) return printJson(saved);
  const page = remote.request('', { headers: { accept: 'text/html' } });
  printText(await orReason(page.then(({ body }) => headingOf(body) ?? body)));
  printText(await orReason(readSpacLla(remote).then(({ data }) => data)));
};

const set = (text: string | undefined, options: SetOptions): Promise<void> =>
  withRemote(options, async (remote) => {
    if (text === undefined && canAsk()) return setByAsking(remote, options);
    if (text === undefined) throw new UsageError("Missing argument 'TEXT'. To read standard input: set -");
    const saved = await save(remote, text === '-' ? await readInput() : text, options);
    if (options.json) return printJson(saved);
    const done = options.from === undefined ? 'Saved' : `Planned for ${options.from},`;
    return printText(`${done} as version ${saved.version}.`);
  });

/** `npx --no saved-string set` */
export const addSet = (program: Command): void => {
  addChangeOptions(program.command('set'))
    .summary('Saves a new string, which every visitor reads from then on.')
    .description(
      'Saves a new string, which every visitor reads from then on. Without TEXT, it shows the string that they read now ' +
        'and asks for a new one.',
    )
    .argument('[TEXT]', 'the string; - reads standard input and takes one line feed off its end', parseText)
    .option('--from <TIME>', 'plan the string to begin then, such as 2026-12-24T18:00:00+01:00')
    .option('--until <TIME>', 'bring back then what visitors read before')
    .addHelpText(
      'after',
      examples(
        'npx --no saved-string set "Closed today" --note "Power cut" --url https://string.example.com',
        'some-program | npx --no saved-string set - --local --if-version 7',
      ),
    )
    .action(set);
};
