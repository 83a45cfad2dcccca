// `npm run editors`: who may change the string of a stage.
import { createDynamoEditorRegistry } from '../dynamodb/editor-registry.ts';
import { addEditor, type EditorRegistry, parseLifetime, revokeEditor, statusOf } from '../editors/registry.ts';
import { complain, UsageError, unknownWord } from '../terminal/command.mjs';
import { style } from '../terminal/style.mjs';
import { printable } from './printable.ts';
import { runCommand } from './run-command.ts';
import { STAGE_OPTIONS, withStage } from './stage.ts';

const command = {
  about: 'Says who may change the string of a stage.',
  usage: [
    'npm run editors -- add NAME --stage STAGE [--expires TIME]',
    'npm run editors -- list --stage STAGE',
    'npm run editors -- revoke NAME --stage STAGE',
  ],
  operands: 2,
  options: {
    ...STAGE_OPTIONS,
    expires: {
      type: 'string',
      placeholder: 'TIME',
      about: 'how long a new token is good for, such as 12h, 90d or 4w',
      default: '90d',
      check: parseLifetime,
    },
  },
  notes: [
    'revoke takes every token of a name away, or one token by its number. A name may not be a number, hold invisible',
    'characters, or read like the name of another active token.',
  ],
  examples: [
    'npm run editors -- add "Ada Lovelace" --stage prod --expires 30d',
    'npm run editors -- revoke "Ada Lovelace" --stage prod',
  ],
} as const;

const STATUS_COLOURS = { active: 'green', expired: 'yellow', revoked: 'gray' } as const;

const toMinute = (instant: string): string => printable(`${instant.slice(0, 16).replace('T', ' ')} UTC`);

const list = async (registry: EditorRegistry, now: Date, signal: AbortSignal): Promise<string> => {
  const tokens = (await registry.list(signal)).toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
  if (tokens.length === 0) return 'There are no editors yet. Add one: npm run editors -- add NAME\n';
  const names = tokens.map(({ name }) => printable(name));
  const width = Math.max(...names.map(({ length }) => length));
  const lines = tokens.map((token, index) => {
    const status = statusOf(token, now);
    const shown = style(STATUS_COLOURS[status], status.padEnd('revoked'.length), process.stdout);
    const columns = [token.id, names[index]?.padEnd(width), shown];
    return [...columns, `added ${toMinute(token.createdAt)}`, `expires ${toMinute(token.expiresAt)}`].join('  ');
  });
  return `${lines.join('\n')}\n`;
};

const revoke = async (registry: EditorRegistry, nameOrId: string, now: Date, signal: AbortSignal): Promise<string> => {
  const revoked = await revokeEditor(registry, nameOrId, now, signal);
  return revoked
    .map(({ id, name = 'an unknown editor' }) => `Revoked the token ${id} of ${printable(name)}.\n`)
    .join('');
};

const warnOfDamage = (id: string): void =>
  complain(`The record of token ${id} is damaged. It lets nobody in and is left out here.`);

interface Addition {
  readonly name: string;
  readonly expires: string;
}

const add = async (registry: EditorRegistry, { name: given, expires }: Addition, now: Date, signal: AbortSignal) => {
  const addition = { name: given, lifetime: parseLifetime(expires), now };
  const { name, token, expiresAt } = await addEditor(registry, addition, signal);
  return `${token}\n\nThis is the token of ${name}, and the only time that it is shown. It expires at ${toMinute(expiresAt)}.\n`;
};

void runCommand(command, async ({ values, positionals: [action, name] }) => {
  if (action === undefined) throw new UsageError('Say add, list or revoke. See --help.');
  const actions = ['add', 'list', 'revoke'];
  if (!actions.includes(action)) throw unknownWord('command', action, actions);
  if (action === 'list' && name !== undefined) throw new UsageError('list takes no name: it lists everybody.');
  if (action !== 'list' && name === undefined) throw new UsageError(`Whom shall I ${action}? See --help.`);

  await withStage(values, async ({ client, tableName }) => {
    const registry = createDynamoEditorRegistry(client, tableName, warnOfDamage);
    const now = new Date();
    const { signal } = new AbortController();
    if (name === undefined) process.stdout.write(await list(registry, now, signal));
    else if (action === 'revoke') process.stdout.write(await revoke(registry, name, now, signal));
    else process.stdout.write(await add(registry, { name, expires: values.expires }, now, signal));
  });
});
