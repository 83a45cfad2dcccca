// `npm run editors`: who may change the string of a stage.
import { createDynamoEditorRegistry } from '../dynamodb/editor-registry.ts';
import { addEditor, type EditorRegistry, parseLifetime, revokeEditor, statusOf } from '../editors/registry.ts';
import { UsageError, unknownWord } from '../terminal/command.mjs';
import { style } from '../terminal/style.mjs';
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
  notes: ["A token's number does as well as a name for revoke."],
  examples: [
    'npm run editors -- add "Ada Lovelace" --stage prod --expires 30d',
    'npm run editors -- revoke "Ada Lovelace" --stage prod',
  ],
} as const;

const STATUS_COLOURS = { active: 'green', expired: 'yellow', revoked: 'gray' } as const;

const list = async (registry: EditorRegistry, now: Date, signal: AbortSignal): Promise<string> => {
  const tokens = (await registry.list(signal)).toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
  if (tokens.length === 0) return 'There are no editors yet. Add one: npm run editors -- add NAME\n';
  const width = Math.max(...tokens.map(({ name }) => name.length));
  const lines = tokens.map((token) => {
    const status = statusOf(token, now);
    const shown = style(STATUS_COLOURS[status], status.padEnd('revoked'.length), process.stdout);
    const columns = [token.id, token.name.padEnd(width), shown];
    return [...columns, `added ${token.createdAt.slice(0, 10)}`, `expires ${token.expiresAt.slice(0, 10)}`].join('  ');
  });
  return `${lines.join('\n')}\n`;
};

const revoke = async (registry: EditorRegistry, nameOrId: string, now: Date, signal: AbortSignal): Promise<string> => {
  const { id, name } = await revokeEditor(registry, nameOrId, now, signal);
  return `Revoked the token ${id} of ${name}.\n`;
};

interface Addition {
  readonly name: string;
  readonly expires: string;
}

const add = async (registry: EditorRegistry, { name, expires }: Addition, now: Date, signal: AbortSignal) => {
  const { token, expiresAt } = await addEditor(registry, { name, lifetime: parseLifetime(expires), now }, signal);
  return `${token}\n\nThis is the token of ${name}, and the only time that it is shown. It expires on ${expiresAt.slice(0, 10)}.\n`;
};

void runCommand(command, async ({ values, positionals: [action, name] }) => {
  if (action === undefined) throw new UsageError('Say add, list or revoke. See --help.');
  const actions = ['add', 'list', 'revoke'];
  if (!actions.includes(action)) throw unknownWord('command', action, actions);
  if (action === 'list' && name !== undefined) throw new UsageError('list takes no name: it lists everybody.');
  if (action !== 'list' && name === undefined) throw new UsageError(`Whom shall I ${action}? See --help.`);

  await withStage(values, async ({ client, tableName }) => {
    const registry = createDynamoEditorRegistry(client, tableName);
    const now = new Date();
    const { signal } = new AbortController();
    if (name === undefined) process.stdout.write(await list(registry, now, signal));
    else if (action === 'revoke') process.stdout.write(await revoke(registry, name, now, signal));
    else process.stdout.write(await add(registry, { name, expires: values.expires }, now, signal));
  });
});
