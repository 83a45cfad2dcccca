import { styleText } from 'node:util';
import { type Command, Option } from 'commander';
import { DAY_MS, parseLifetime } from '../arguments.ts';
import { complain, type Io, printLine } from '../io.ts';
import { printable, spellOut } from '../printable.ts';
import { examples, hintAtUnknown } from '../run.ts';
import { addStageOptions, type Stage, type StageOptions, withStage } from '../stage.ts';
import { createDynamoEditorRegistry } from './dynamodb-registry.ts';
import { addEditor, type EditorRegistry, INVISIBLE, revokeEditor, statusOf } from './registry.ts';

/** Ten years. */
const LONGEST_LIFE_DAYS = 3650;

const STATUS_COLOURS = { active: 'green', expired: 'yellow', revoked: 'gray' } as const;

const toMinute = (instant: string): string => printable(`${instant.slice(0, 16).replace('T', ' ')} UTC`);

/** Names that look alike are told apart. */
const printableName = (name: string): string => printable(spellOut(name, INVISIBLE));

/** Runs some work with the editors of a stage and prints its result, a line each. */
const withEditors = (
  io: Io,
  options: StageOptions,
  work: (registry: EditorRegistry, signal: AbortSignal, stage: Stage) => Promise<readonly string[]>,
) =>
  withStage(io, options, async (stage) => {
    const registry = createDynamoEditorRegistry(stage.client, stage.tableName, (id) =>
      complain(io, `The record of token ${id} is damaged. The token is refused, and not listed here.`),
    );
    for (const line of await work(registry, new AbortController().signal, stage)) printLine(io, line);
  });

interface AddOptions extends StageOptions {
  /** In milliseconds: the option's name has no unit. */
  readonly expires: number;
}

const add = (io: Io, given: string, options: AddOptions) =>
  withEditors(io, options, async (registry, signal, { findUrl }) => {
    const addition = { name: given, lifetime: options.expires, now: new Date() };
    const { name, token, expiresAt } = await addEditor(registry, addition, signal);
    const url = await findUrl();
    const place = url === undefined ? 'the address of the page, with /edit' : `${url}/edit`;
    const about = `This token of ${name} is shown only once. It expires at ${toMinute(expiresAt)}.`;
    return [token, '', about, `Sign in at ${place}`];
  });

const placeOf = ({ stage, region, store }: StageOptions): string =>
  stage === undefined ? ` --local --store ${store}` : ` --stage ${stage}${region ? ` --region ${region}` : ''}`;

const list = (io: Io, options: StageOptions) =>
  withEditors(io, options, async (registry, signal) => {
    const now = new Date();
    const tokens = (await registry.list(signal)).toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
    if (tokens.length === 0)
      return [`There are no editors yet. Add one: npx --no saved-string editors add NAME${placeOf(options)}`];
    const names = tokens.map(({ name }) => printableName(name));
    const width = Math.max(...names.map(({ length }) => length));
    return tokens.map((token, index) => {
      const status = statusOf(token, now);
      const shown = styleText(STATUS_COLOURS[status], status.padEnd('revoked'.length), { stream: io.stdout });
      const columns = [token.id, names[index]?.padEnd(width), shown];
      return [...columns, `added ${toMinute(token.createdAt)}`, `expires ${toMinute(token.expiresAt)}`].join('  ');
    });
  });

const revoke = (io: Io, nameOrId: string, options: StageOptions) =>
  withEditors(io, options, async (registry, signal) => {
    const revoked = await revokeEditor(registry, nameOrId, new Date(), signal);
    return revoked.map(({ id, name = 'an unknown editor' }) => `Revoked token ${id} of ${printableName(name)}.`);
  });

/** `npx --no saved-string editors` */
export const addEditors = (program: Command, io: Io): void => {
  const editors = hintAtUnknown(program.command('editors').helpCommand(false), io).description(
    'Manages the editors of a stage, who may change its string.',
  );
  addStageOptions(editors.command('add'))
    .description('Creates a token for an editor and prints it once.')
    .argument('<NAME>', 'the name in the history: visible characters, not a number, no other active editor’s name')
    .addOption(
      new Option('--expires <TIME>', 'the lifetime of the token, such as 12h, 90d or 4w')
        .argParser(parseLifetime('--expires', LONGEST_LIFE_DAYS))
        .default(90 * DAY_MS, '90d'),
    )
    .addHelpText('after', examples('saved-string editors add "Ada Lovelace" --stage prod --expires 30d'))
    .action((name, options) => add(io, name, options));
  addStageOptions(editors.command('list'))
    .description('Lists all tokens, including expired and revoked ones.')
    .addHelpText('after', examples('saved-string editors list --stage prod'))
    .action((options) => list(io, options));
  addStageOptions(editors.command('revoke'))
    .description('Revokes every token of a name, or the token with a number.')
    .argument('<NAME>', 'the name, in any spelling, or the number')
    .addHelpText('after', examples('saved-string editors revoke "Ada Lovelace" --stage prod'))
    .action((name, options) => revoke(io, name, options));
  editors.addHelpText('after', examples('saved-string editors list --local'));
};
