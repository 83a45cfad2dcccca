import type { Command } from 'commander';
import { Refusal } from '../../src/browser/client/refusal.ts';
import { decodeText } from '../decode-text.ts';
import { CommandError, UsageError } from '../errors.ts';
import { ask, canAsk, type Io, printJson, printText } from '../io.ts';
import { type Remote, withRemote } from '../remote/remote.ts';
import { readBytes } from '../remote/send.ts';
import { examples, hintAtDashes } from '../run.ts';
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

/** Reads a text from standard input, without the end of its last line: nothing else is how a program writes a line. */
const readInput = async ({ stdin }: Io): Promise<string> => {
  const bytes = await readBytes(stdin, MAX_INPUT_BYTES);
  if (!bytes) throw new CommandError('Standard input is longer than any string can be.');
  const text = decodeText(bytes);
  if (text === undefined) throw new CommandError('Standard input is not UTF-8.');
  // The program before the pipe may have failed.
  if (text === '') throw new CommandError('Standard input is empty. To save an empty string: set ""');
  return text.replace(/\r?\n$/, '');
};

const save = (io: Io, remote: Remote, wanted: string, { from, until, ifVersion, note }: SetOptions) => {
  const args = { value: wanted, from, until, expectedVersion: ifVersion, note };
  return change(io, remote, { mutation: from === undefined ? 'setSavedString' : 'planSavedString', args, wanted });
};

/** A saved string stays saved, even if it can't be shown. */
const orReason = (reading: Promise<string>): Promise<string> =>
  reading.catch((error: unknown) => {
    if (error instanceof CommandError || error instanceof Refusal) return error.message;
    throw error;
  });

/** Shows a person what visitors read, asks for a new string, and shows what they read then. */
const setByAsking = async (io: Io, remote: Remote, options: SetOptions): Promise<void> => {
  await remote.findToken();
  const current = await readRevision(remote);
  const wanted = await ask(io, `Visitors read: ${current.value}\nNew string, or Enter to leave it: `);
  if (wanted === '') throw new CommandError('Nothing was changed.');

  const saved = await save(io, remote, wanted, { ...options, ifVersion: options.ifVersion ?? current.version });
  if (options.json) return printJson(io, saved);
  const page = remote.request('', { headers: { accept: 'text/html' } });
  printText(io, await orReason(page.then(({ body }) => headingOf(body) ?? body)));
  printText(io, await orReason(readSpacLla(remote).then(({ data }) => data)));
};

const set = (io: Io, text: string | undefined, options: SetOptions): Promise<void> =>
  withRemote(io, options, async (remote) => {
    if (text === undefined && canAsk(io)) return setByAsking(io, remote, options);
    if (text === undefined) throw new UsageError("Missing argument 'TEXT'. To read standard input: set -");
    const saved = await save(io, remote, text === '-' ? await readInput(io) : text, options);
    if (options.json) return printJson(io, saved);
    const done = options.from === undefined ? 'Saved' : `Planned for ${options.from},`;
    return printText(io, `${done} as version ${saved.version}.`);
  });

/** `npx --no saved-string set` */
export const addSet = (program: Command, io: Io): void => {
  addChangeOptions(hintAtDashes(program.command('set'), io))
    .summary('Saves a new string, which every visitor reads from then on.')
    .description(
      'Saves a new string, which every visitor reads from then on. Without TEXT, it shows the string that they read now ' +
        'and asks for a new one.',
    )
    .argument('[TEXT]', 'the string; - reads standard input, without the end of its last line', parseText)
    .option('--from <TIME>', 'plan the string to begin then, such as 2026-12-24T18:00:00+01:00')
    .option('--until <TIME>', 'bring back then what visitors read before')
    .addHelpText(
      'after',
      examples(
        'npx --no saved-string set "Closed today" --note "Power cut" --url https://string.example.com',
        'some-program | npx --no saved-string set - --local --if-version 7',
      ),
    )
    .action((text, options) => set(io, text, options));
};
