import { styleText } from 'node:util';
import { type Command, Option } from 'commander';
import { complain } from '../complain.ts';
import { printable } from '../printable.ts';
import { examples } from '../run.ts';
import { addStageOptions, type Stage, type StageOptions, withStage } from '../stage.ts';
import { createDynamoEditorRegistry } from './dynamodb-registry.ts';
import { addEditor, type EditorRegistry, parseLifetime, revokeEditor, statusOf } from './registry.ts';

const STATUS_COLOURS = { active: 'green', expired: 'yellow', revoked: 'gray' } as const;

const toMinute = (instant: string): string => printable(`${instant.slice(0, 16).replace('T', ' ')} UTC`);

const warnOfDamage = (id: string): void =>
  complain(`The record of token ${id} is damaged. The token is refused, and not listed here.`);

/** Runs some work with the editors of a stage and prints its result. */
const withEditors = (
  options: StageOptions,
  work: (registry: EditorRegistry, signal: AbortSignal, stage: Stage) => Promise<string>,
) =>
  withStage(options, async (stage) => {
    const registry = createDynamoEditorRegistry(stage.client, stage.tableName, warnOfDamage);
    process.stdout.write(await work(registry, new AbortController().signal, stage));
  });

interface AddOptions extends StageOptions {
  /** In milliseconds: the option's name has no unit. */
  readonly expires: number;
}

const add = (given: string, options: AddOptions) =>
  withEditors(options, async (registry, signal, { findUrl }) => {
    const addition = { name: given, lifetime: options.expires, now: new Date() };
    const { name, token, expiresAt } = await addEditor(registry, addition, signal);
    const url = await findUrl();
    const place = url === undefined ? 'the address of the page, with /edit' : `${url}/edit`;
    return `${token}\n\nThis token of ${name} is shown only once. It expires at ${toMinute(expiresAt)}.\nSign in at ${place}\n`;
  });

const list = (options: StageOptions) =>
  withEditors(options, async (registry, signal) => {
    const now = new Date();
    const tokens = (await registry.list(signal)).toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
    if (tokens.length === 0) return 'There are no editors yet. Add one: npx --no saved-string editors add NAME\n';
    const names = tokens.map(({ name }) => printable(name));
    const width = Math.max(...names.map(({ length }) => length));
    const lines = tokens.map((token, index) => {
      const status = statusOf(token, now);
      const shown = styleText(STATUS_COLOURS[status], status.padEnd('revoked'.length));
      const columns = [token.id, names[index]?.padEnd(width), shown];
      return [...columns, `added ${toMinute(token.createdAt)}`, `expires ${toMinute(token.expiresAt)}`].join('  ');
    });
    return `${lines.join('\n')}\n`;
  });

const revoke = (nameOrId: string, options: StageOptions) =>
  withEditors(options, async (registry, signal) => {
    const revoked = await revokeEditor(registry, nameOrId, new Date(), signal);
    return revoked.map(({ id, name = 'an unknown editor' }) => `Revoked token ${id} of ${printable(name)}.\n`).join('');
  });

/** `npx --no saved-string editors` */
export const addEditors = (program: Command): void => {
  const editors = program
    .command('editors')
    .helpCommand(false)
    .description('Manages the editors of a stage, who may change its string.');
  addStageOptions(editors.command('add'))
    .description('Creates a token for an editor and prints it once.')
    .argument('<NAME>', 'the name in the history: visible characters, not a number, no other active editor’s name')
    .addOption(
      new Option('--expires <TIME>', 'the lifetime of the token, such as 12h, 90d or 4w')
        .argParser(parseLifetime)
        .default(parseLifetime('90d'), '90d'),
    )
    .addHelpText('after', examples('npx --no saved-string editors add "Ada Lovelace" --stage prod --expires 30d'))
    .action(add);
  addStageOptions(editors.command('list'))
    .description('Lists all tokens, including expired and revoked ones.')
    .addHelpText('after', examples('npx --no saved-string editors list --stage prod'))
    .action(list);
  addStageOptions(editors.command('revoke'))
    .description('Revokes every token of a name, or the token with a number.')
    .argument('<NAME>', 'the name, in any spelling, or the number')
    .addHelpText('after', examples('npx --no saved-string editors revoke "Ada Lovelace" --stage prod'))
    .action(revoke);
  editors.addHelpText('after', examples('npx --no saved-string editors list --local'));
};
