import type { Command } from 'commander';
import { Refusal } from '../../src/browser/client/refusal.ts';
import type { Revision } from '../../src/domain/revision.ts';
import { parseText } from '../arguments.ts';
import { decodeText } from '../decode-text.ts';
import { CommandError, UsageError } from '../errors.ts';
import { ask, canAsk, type Io, printJson, printText } from '../io.ts';
import { orNothing } from '../printable.ts';
import { type Remote, withRemote } from '../remote/remote.ts';
import { readBytes } from '../remote/send.ts';
import { examples, hintAtDashes } from '../run.ts';
import { headingOf } from '../smoke/heading-of.ts';
import { addPlanOptions, change, type PlanOptions, whenOf } from './change.ts';
import { readRevision } from './get.ts';
import { readSpacLla } from './spac-lla.ts';

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

const save = (io: Io, remote: Remote, wanted: string, options: PlanOptions): Promise<Revision> => {
  const { from, repeat, timeZone, ifVersion, note } = options;
  if (from === undefined && (repeat ?? timeZone)) throw new UsageError('--repeat and --time-zone go with --from.');
  const args = { value: wanted, ...whenOf(options), expectedVersion: ifVersion, note };
  return change(io, remote, { mutation: from === undefined ? 'setSavedString' : 'planSavedString', args, wanted });
};

/** A saved string stays saved, even if it can't be shown. */
const orReason = (reading: Promise<string>): Promise<string> =>
  reading.catch((error: unknown) => {
    if (error instanceof CommandError || error instanceof Refusal) return error.message;
    throw error;
  });

/** Gives the string the end of the one that it replaces, so that what follows stays as planned; unless an end is given. */
const withEnd = (options: PlanOptions, { version, until }: Revision): PlanOptions =>
  until === null || options.from !== undefined || options.until !== undefined
    ? options
    : { ...options, until, ifVersion: options.ifVersion ?? version };

/** Shows a person what visitors read, asks for a new string, and shows what they read then. */
const setByAsking = async (io: Io, remote: Remote, options: PlanOptions): Promise<void> => {
  await remote.findToken();
  const current = await readRevision(remote);
  const wanted = await ask(io, `Visitors read: ${orNothing(current.value)}\nNew string, or Enter to leave it: `);
  if (wanted === '') throw new CommandError('Nothing was changed.');
  const same = withEnd(options, current);
  const question = `It would have ended at ${current.until}. Enter for the same end, or never: `;
  const end = same === options ? '' : await ask(io, question);
  const chosen = end === '' ? same : { ...options, until: end };
  const saved = await save(io, remote, wanted, { ifVersion: current.version, ...chosen });
  if (options.json) return printJson(io, saved);
  const page = remote.request('', { headers: { accept: 'text/html' } });
  printText(io, await orReason(page.then(({ body }) => headingOf(body) ?? body)));
  printText(io, `Backwards and in capitals: ${await orReason(readSpacLla(remote).then(({ data }) => data))}`);
};

/** Saves a text that is given. Only on a terminal it looks first at what it replaces: a program says what it means. */
const setText = async (io: Io, remote: Remote, text: string, given: PlanOptions): Promise<void> => {
  const { from, until } = given;
  const looks = canAsk(io) && from === undefined && until === undefined && (await remote.findToken());
  const options = looks ? withEnd(given, await readRevision(remote)) : given;
  const saved = await save(io, remote, text === '-' ? await readInput(io) : text, options);
  if (options.json) return printJson(io, saved);
  const done = from === undefined ? 'Saved' : `Planned for ${from},`;
  const end = options.until === until ? '' : `, until the last one would have ended: ${options.until}`;
  printText(io, `${done} as version ${saved.version}${end}.`);
};

const set = (io: Io, text: string | undefined, options: PlanOptions): Promise<void> =>
  withRemote(io, options, async (remote) => {
    if (text !== undefined) return setText(io, remote, text, options);
    if (canAsk(io)) return setByAsking(io, remote, options);
    throw new UsageError("Missing argument 'TEXT'. To read standard input: set -");
  });

/** `npx --no saved-string set` */
export const addSet = (program: Command, io: Io): void => {
  addPlanOptions(hintAtDashes(program.command('set'), io))
    .summary('Saves a new string, which every visitor reads from then on.')
    .description(
      'Saves a new string, which every visitor reads from then on. Without TEXT, it shows the string that they read now ' +
        'and asks for a new one. On a terminal, one that ends by itself is replaced until then, or for good with --until never.',
    )
    .argument('[TEXT]', 'the string; - reads standard input, without the end of its last line', parseText)
    .addHelpText(
      'after',
      examples(
        'saved-string set "Closed today" --note "Power cut" --url https://string.example.com',
        'some-program | saved-string set - --local --if-version 7',
      ),
    )
    .action((text, options) => set(io, text, options));
};
