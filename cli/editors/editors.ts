import { styleText } from 'node:util';
import { type Command, Option } from 'commander';
import { complain } from '../complain.ts';
import { printable } from '../printable.ts';
import { examples } from '../run.ts';
import { addStageOptions, type StageOptions, withStage } from '../stage.ts';
import { createDynamoEditorRegistry } from './dynamodb-registry.ts';
import { addEditor, type EditorRegistry, parseLifetime, revokeEditor, statusOf } from './registry.ts';

const STATUS_COLOURS = { active: 'green', expired: 'yellow', revoked: 'gray' } as const;

const toMinute = (instant: string): string => printable(`${instant.slice(0, 16).replace('T', ' ')} UTC`);

const warnOfDamage = (id: string): void =>
  complain(`The record of token ${id} is damaged. It lets nobody in and is left out here.`);

/** Does something with the editors of a stage, and prints what comes of it. */
const withEditors = (options: StageOptions, work: (registry: EditorRegistry, signal: AbortSignal) => Promise<string>) =>
  withStage(options, async ({ client, tableName }) => {
    const registry = createDynamoEditorRegistry(client, tableName, warnOfDamage);
    process.stdout.write(await work(registry, new AbortController().signal));
  });

interface AddOptions extends StageOptions {
  /** In milliseconds. */
  readonly expires: number;
}

const add = (given: string, options: AddOptions) =>
  withEditors(options, async (registry, signal) => {
    const addition = { name: given, lifetime: options.expires, now: new Date() };
    const { name, token, expiresAt } = await addEditor(registry, addition, signal);
    return `${token}\n\nThis is the token of ${name}, and the only time that it is shown. It expires at ${toMinute(expiresAt)}.\n`;
  });

const list = (options: StageOptions) =>
  withEditors(options, async (registry, signal) => {
    const now = new Date();
    const tokens = (await registry.list(signal)).toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
    if (tokens.length === 0) return 'There are no editors yet. Add one: npx saved-string editors add NAME\n';
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
    return revoked
      .map(({ id, name = 'an unknown editor' }) => `Revoked the token ${id} of ${printable(name)}.\n`)
      .join('');
  });

/** `npx saved-string editors` */
export const addEditors = (program: Command): void => {
  const editors = program
    .command('editors')
    .helpCommand(false)
    .description('Says who may change the string of a stage.');
  addStageOptions(editors.command('add'))
    .description('Makes a token for an editor, and prints it once.')
    .argument(
      '<NAME>',
      'stands beside what the editor saves; visible characters, not a number, unlike other active names',
    )
    .addOption(
      new Option('--expires <TIME>', 'how long the token is good for, such as 12h, 90d or 4w')
        .argParser(parseLifetime)
        .default(parseLifetime('90d'), '90d'),
    )
    .addHelpText('after', examples('npx saved-string editors add "Ada Lovelace" --stage prod --expires 30d'))
    .action(add);
  addStageOptions(editors.command('list'))
    .description('Lists every token there ever was.')
    .addHelpText('after', examples('npx saved-string editors list --stage prod'))
    .action(list);
  addStageOptions(editors.command('revoke'))
    .description('Revokes every token of a name, or one token by its number.')
    .argument('<NAME>', 'the name, in whichever spelling, or the number')
    .addHelpText('after', examples('npx saved-string editors revoke "Ada Lovelace" --stage prod'))
    .action(revoke);
  editors.addHelpText('after', examples('npx saved-string editors list --local'));
};
