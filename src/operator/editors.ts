// `npm run editors`: who may change the string of a stage.
import { parseArgs } from 'node:util';
import { createDynamoEditorRegistry } from '../dynamodb/editor-registry.ts';
import { addEditor, type EditorRegistry, parseLifetime, revokeEditor, statusOf } from '../editors/registry.ts';
import { explainFailure, OperatorError } from './failure.ts';
import { DEFAULT_REGION, openStage, type Stage } from './stage.ts';

const usage = `Says who may change the string of a stage.

Usage
  npm run editors -- add NAME --stage STAGE [--expires TIME]
  npm run editors -- list --stage STAGE
  npm run editors -- revoke NAME --stage STAGE

Options
  --stage STAGE    the stage, as it was deployed
  --region REGION  where it was deployed (default ${DEFAULT_REGION})
  --local          in place of a stage: the copy that \`npm start\` runs on this machine
  --store DIR      the folder of that copy's store (default .dynamodb)
  --expires TIME   how long a new token is good for, such as 12h, 90d or 4w (default 90d)
  --help           this text

A token's number does as well as a name for revoke.

Examples
  npm run editors -- add "Ada Lovelace" --stage prod --expires 30d
  npm run editors -- revoke "Ada Lovelace" --stage prod
`;

const readCommand = () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      stage: { type: 'string' },
      region: { type: 'string', default: DEFAULT_REGION },
      local: { type: 'boolean', default: false },
      store: { type: 'string', default: '.dynamodb' },
      expires: { type: 'string', default: '90d' },
      help: { type: 'boolean', default: false },
    },
  });
  const [action = 'help', name, ...rest] = positionals;
  return { ...values, action: values.help ? 'help' : action, name, rest };
};

type Command = ReturnType<typeof readCommand>;

const list = async (registry: EditorRegistry, now: Date, signal: AbortSignal): Promise<string> => {
  const tokens = (await registry.list(signal)).toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
  if (tokens.length === 0) return 'There are no editors yet. Add one: npm run editors -- add NAME\n';
  const width = Math.max(...tokens.map(({ name }) => name.length));
  const lines = tokens.map((token) => {
    const columns = [token.id, token.name.padEnd(width), statusOf(token, now).padEnd('revoked'.length)];
    return [...columns, `added ${token.createdAt.slice(0, 10)}`, `expires ${token.expiresAt.slice(0, 10)}`].join('  ');
  });
  return `${lines.join('\n')}\n`;
};

const execute = async ({ action, name, rest, expires }: Command, registry: EditorRegistry): Promise<string> => {
  const now = new Date();
  const { signal } = new AbortController();
  if (rest.length > 0) throw new OperatorError(`What is "${rest[0]}"? A name with spaces goes into quotes.`);
  if (action === 'list') return list(registry, now, signal);
  if (name === undefined) throw new OperatorError(`Whom shall I ${action}? See --help.`);
  if (action === 'revoke') {
    const { id, name: revoked } = await revokeEditor(registry, name, now, signal);
    return `Revoked the token ${id} of ${revoked}.\n`;
  }
  const addition = { name, lifetime: parseLifetime(expires), now };
  const { token, expiresAt } = await addEditor(registry, addition, signal);
  return `${token}\n\nThis is the token of ${name}, and the only time that it is shown. It expires on ${expiresAt.slice(0, 10)}.\n`;
};

const main = async (): Promise<void> => {
  let stage: Stage | undefined;
  try {
    const command = readCommand();
    if (command.action === 'help') {
      process.stdout.write(usage);
      return;
    }
    if (!['add', 'list', 'revoke'].includes(command.action)) {
      throw new OperatorError(`There is no command "${command.action}". There are add, list and revoke; see --help.`);
    }
    stage = await openStage({ ...command, local: command.local ? command.store : undefined });
    process.stdout.write(await execute(command, createDynamoEditorRegistry(stage.client, stage.tableName)));
  } catch (error) {
    const explanation = explainFailure(error, stage);
    if (explanation === undefined) throw error;
    process.stderr.write(`${explanation}\n`);
    process.exitCode = 1;
  } finally {
    stage?.client.destroy();
  }
};

void main();
