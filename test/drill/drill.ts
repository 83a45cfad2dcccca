// `npm run drill -- --stage drill-NAME`: makes a scratch stage in an AWS account, uses it as operators, editors and
// visitors do, removes it, and prints what it saw. It takes about half an hour and costs less than a dollar.
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Option } from 'commander';
import { readDefaultRegion } from '../../cli/default-region.ts';
import { CommandError, EXIT } from '../../cli/errors.ts';
import { createAgents, findProxies } from '../../cli/remote/proxies.ts';
import { createCommand, examples, run } from '../../cli/run.ts';
import { readStackAddress } from '../../cli/stack-address.ts';
import { type Account, openAccount } from './account.ts';
import { runCommand } from './run-command.ts';
import { openWayIn } from './way-in.ts';

/** The string before anybody has saved tells a stage of a drill from any other. */
const MARK = 'A drill made this stage';

/** Thrown by a step that this account, or an emulator of one, has no means for. */
class CannotHere extends Error {
  override readonly name = 'CannotHere';
}

interface Drill {
  readonly stage: string;
  readonly region: string;
  readonly account: Account;
  /** Holds the files of the drill. */
  readonly directory: string;
  /** Where the stage answers, without a final slash, and an editor's token: known after the first steps. */
  url: string;
  token: string;
}

const expectEqual = (what: string, actual: unknown, expected: unknown): void => {
  if (actual !== expected) throw new Error(`${what} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
};

const place = ({ stage, region }: Drill): string[] => ['--stage', stage, '--region', region];

const serverless = (drill: Drill, verb: string, ...options: string[]) =>
  runCommand('serverless', [...verb.split(' '), ...options, ...place(drill)]);

const savedString = (...args: string[]) => runCommand('saved-string', args);

const parameters = (values: Readonly<Record<string, string>>): string[] =>
  Object.entries(values).flatMap(([name, value]) => ['--param', `${name}=${value}`]);

const SETTINGS = {
  initialString: MARK,
  alarms: 'on',
  files: 'on',
  tableDeletionPolicy: 'Retain',
  pointInTimeRecovery: 'true',
};

const deploy = (drill: Drill, values: Readonly<Record<string, string>> = {}, ...options: string[]) =>
  serverless(drill, 'deploy', ...parameters({ ...SETTINGS, ...values }), ...options);

const must = async (ran: ReturnType<typeof runCommand>, exitCode = 0): Promise<string> => {
  const { code, output } = await ran;
  if (code !== exitCode) throw new Error(`It ended with ${code}, not ${exitCode}: ${output.trim().slice(-600)}`);
  return output;
};

const read = async ({ url }: Drill): Promise<string> =>
  (await fetch(url, { headers: { accept: 'text/plain' } })).text();

const langOf = async ({ url }: Drill): Promise<string | undefined> =>
  /<html lang="([^"]*)"/.exec(await (await fetch(url, { headers: { accept: 'text/html' } })).text())?.[1];

const save = async ({ url, token }: Drill, value: string): Promise<void> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'text/plain' };
  const { status } = await fetch(url, { method: 'PUT', headers, body: value });
  expectEqual('The status of a save', status, 200);
};

const exportLog = (stage: string, region: string) => must(savedString('export', '--stage', stage, '--region', region));

/** Asks until it is so. */
const until = async (what: string, isSo: () => Promise<boolean>, seconds: number): Promise<void> => {
  const end = Date.now() + seconds * 1_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`${what} did not happen within ${seconds} s`);
    await pause(500);
  }
};

/** Commands of the framework that end with 1 and name another one, and those that work. */
const VERBS: Readonly<Record<string, [code: number, said: RegExp, ...options: string[]]>> = {
  info: [0, /address: https/],
  'deploy list': [0, /Timestamp:/i],
  'deploy list functions': [0, /saved-string-|web/],
  logs: [0, /./, '--function', 'web'],
  metrics: [0, /./],
  invoke: [
    0,
    /"statusCode": ?404|"statusCode": ?400|"statusCode": ?200/,
    '--function',
    'web',
    '--data',
    '{"routeKey":"GET /health","rawPath":"/health","headers":{},"requestContext":{"http":{"method":"GET"},"requestId":"drill"}}',
  ],
  'deploy function': [1, /npx --no serverless deploy --stage/, '--function', 'web'],
  'rollback function': [1, /aws lambda update-alias --region/, '--function', 'web', '--function-version', '1'],
  'invoke local': [1, /npm start/, '--function', 'web'],
  rollback: [0, /Timestamp/],
};

type Step = readonly [name: string, work: (drill: Drill) => Promise<string | undefined>];

const verbSteps = Object.entries(VERBS).map(
  ([verb, [code, said, ...options]]): Step => [
    `serverless ${verb}`,
    async (drill) => {
      const output = await must(serverless(drill, verb, ...options), code);
      if (!said.test(output)) throw new Error(`It says something else: ${output.trim().slice(-300)}`);
      return code === 0 ? 'works' : 'refused, with the right command';
    },
  ],
);

const STEPS: readonly Step[] = [
  [
    'a stage is deployed',
    async (drill) => {
      await must(deploy(drill));
      const address = await readStackAddress(`saved-string-${drill.stage}`, {
        region: drill.region,
        requestHandler: createAgents(findProxies(process)),
      });
      if (address === undefined) throw new Error('The stack has no address');
      drill.url = await openWayIn(address);
      return address;
    },
  ],
  [
    'the smoke test passes',
    async ({ url }) => (await must(savedString('smoke', url, '--wait', '60'))).split('\n').at(-2),
  ],
  [
    'an editor gets a token',
    async (drill) => {
      const output = await must(savedString('editors', 'add', 'Drill', '--expires', '1h', ...place(drill)));
      drill.token = /sst_\S+/.exec(output)?.[0] ?? '';
      return undefined;
    },
  ],
  [
    'the next read sees a save',
    async (drill) => {
      const start = performance.now();
      await save(drill, 'Open until ten');
      const saved = performance.now();
      expectEqual('The string', await read(drill), 'Open until ten');
      return `save ${Math.round(saved - start)} ms, page ${Math.round(performance.now() - saved)} ms`;
    },
  ],
  [
    'a planned string begins on time',
    async (drill) => {
      const from = new Date(Date.now() + 6_000);
      const query =
        'mutation ($value: String!, $from: DateTime!) { planSavedString(value: $value, from: $from) { version } }';
      const headers = { authorization: `Bearer ${drill.token}`, 'content-type': 'application/json' };
      const body = JSON.stringify({ query, variables: { value: 'Planned', from } });
      const answer = await (await fetch(`${drill.url}/graphql`, { method: 'POST', headers, body })).json();
      if ((answer as { errors?: unknown }).errors) throw new Error(JSON.stringify(answer));
      expectEqual('The string before', await read(drill), 'Open until ten');
      await pause(from.getTime() - Date.now());
      await until('The change', async () => (await read(drill)) === 'Planned', 3);
      return `${Date.now() - from.getTime()} ms after its moment`;
    },
  ],
  [
    'a shared file arrives whole',
    async ({ url, token, directory }) => {
      const [file, tokenFile] = [join(directory, 'drill.bin'), join(directory, 'token')];
      const bytes = randomBytes(6_000_000);
      await Promise.all([writeFile(file, bytes), writeFile(tokenFile, token, { mode: 0o600 })]);
      const { code, output } = await savedString('share', file, '--for', '1h', '--url', url, '--token-file', tokenFile);
      if (code !== 0 && process.env.AWS_ENDPOINT_URL)
        throw new CannotHere(`no S3 at its own address: ${output.trim().slice(-100)}`);
      if (code !== 0) throw new Error(output);
      const link = /https?:\S+\/files\/\S+/.exec(output)?.[0] ?? '';
      const got = Buffer.from(await (await fetch(link)).arrayBuffer());
      expectEqual('The file', got.equals(bytes), true);
      return '6 MB';
    },
  ],
  ...verbSteps,
  [
    'a release that fails changes nothing for visitors',
    async (drill) => {
      const { code } = await deploy(drill, { lang: 'fr', permissionsBoundary: 'saved-string-drill-is-not-there' });
      if (code === 0 && process.env.AWS_ENDPOINT_URL) throw new CannotHere('a boundary that is not there is accepted');
      expectEqual('The exit code', code, 1);
      expectEqual('The language of the page', await langOf(drill), 'en');
      return `the string is still ${JSON.stringify(await read(drill))}`;
    },
  ],
  [
    'the release can be repeated',
    async (drill) => {
      await must(deploy(drill, { lang: 'fr' }));
      expectEqual('The language of the page', await langOf(drill), 'fr');
      return undefined;
    },
  ],
  [
    'an alias moved by hand is noticed, and moved with --force',
    async (drill) => {
      const live = await drill.account.moveAlias('1');
      await must(deploy(drill, { lang: 'fr' }), 1);
      await must(deploy(drill, { lang: 'fr' }, '--force'));
      expectEqual('The live version', await drill.account.liveVersion(), live);
      return `version 1 → ${live}`;
    },
  ],
  [
    'a rollback goes back',
    async (drill) => {
      const [timestamp = ''] = /\b\d{13}\b/.exec(await must(serverless(drill, 'deploy list'))) ?? [];
      await must(serverless(drill, 'rollback', '--timestamp', timestamp));
      expectEqual('The language of the page', await langOf(drill), 'en');
      return `to ${timestamp}`;
    },
  ],
  ['an alarm rings, and is seen', async ({ account }) => account.ringAlarm()],
  [
    'an export is imported byte for byte',
    async ({ stage, region, account, directory }) => {
      const log = await exportLog(stage, region);
      await account.createTable('copy');
      const file = join(directory, 'log.jsonl');
      await writeFile(file, log);
      await must(
        runCommand('saved-string', ['import', '--stage', `${stage}-copy`, '--region', region], await readFile(file)),
      );
      expectEqual('The copy', await exportLog(`${stage}-copy`, region), log);
      return `${log.trim().split('\n').length} revisions`;
    },
  ],
  [
    'a restore has every revision',
    async ({ stage, region, account }) => {
      const reason = await account.restoreTable('restored');
      if (reason !== undefined) throw new CannotHere(reason);
      expectEqual('The restored log', await exportLog(`${stage}-restored`, region), await exportLog(stage, region));
      return undefined;
    },
  ],
  [
    'a table that outlives its stage is taken over',
    async (drill) => {
      const before = await exportLog(drill.stage, drill.region);
      const said = await must(serverless(drill, 'remove', ...parameters(SETTINGS)));
      if (!said.includes(`npx --no serverless deploy --stage ${drill.stage} --region ${drill.region}`))
        throw new Error(said);
      await must(deploy(drill));
      expectEqual('The log', await exportLog(drill.stage, drill.region), before);
      return undefined;
    },
  ],
];

/** Removes all that a drill made, and looks for what is left. */
const remove = async (drill: Drill): Promise<string> => {
  await must(serverless(drill, 'remove', ...parameters(SETTINGS)));
  await drill.account.deleteKept();
  await must(serverless(drill, 'remove', ...parameters(SETTINGS)));
  const left = await drill.account.findLeftovers();
  if (left.length > 0) throw new Error(`Left: ${left.join(', ')}`);
  return 'no stack, table or bucket is left; removing again is done, too';
};

/** @returns the mark of its result. */
const perform = async (drill: Drill, [name, work]: Step): Promise<'✓' | '✗' | '–'> => {
  const start = Date.now();
  const print = (mark: '✓' | '✗' | '–', detail = '') => {
    const seconds = `${Math.round((Date.now() - start) / 1_000)} s`.padStart(6);
    process.stdout.write(`${mark} ${name.padEnd(58)} ${seconds}  ${detail.replaceAll(/\s+/g, ' ')}\n`);
    return mark;
  };
  try {
    return print('✓', await work(drill));
  } catch (error) {
    const { message } = error as Error;
    return error instanceof CannotHere ? print('–', `can't be done here: ${message}`) : print('✗', message);
  }
};

interface Options {
  readonly stage: string;
  readonly region?: string;
  readonly remove?: true;
}

const drillStage = async (options: Options): Promise<void> => {
  const { stage } = options;
  if (!/^drill-[a-z\d-]{1,12}$/.test(stage))
    throw new CommandError('Name it drill-NAME, with up to 12 small letters and digits.');
  const region = options.region ?? (await readDefaultRegion());
  const account = openAccount(stage, region);
  const directory = await mkdtemp(join(tmpdir(), 'saved-string-drill-'));
  const drill: Drill = { stage, region, account, directory, url: '', token: '' };
  try {
    const found = await account.findStage();
    if (found !== undefined && found !== MARK) throw new CommandError(`No drill made the stage ${stage} in ${region}.`);
    if (!options.remove && (found !== undefined || (await account.hasTable()))) {
      throw new CommandError(`A drill left ${stage} in ${region}: add --remove first.`);
    }
    const marks: string[] = [];
    for (const step of options.remove ? [] : STEPS) {
      marks.push(await perform(drill, step));
      // Nothing after it can work.
      if (marks[0] === '✗') break;
    }
    marks.push(await perform(drill, ['all of it is removed', remove]));
    if (marks.includes('✗')) process.exitCode = EXIT.failed;
  } finally {
    account.close();
    await rm(directory, { recursive: true });
  }
};

const command = createCommand('npm run drill --', process)
  .description('Proves on an AWS account what docs/operations.md says, with a scratch stage that it removes again.')
  .addOption(new Option('--stage <NAME>', 'the scratch stage: drill-NAME').makeOptionMandatory())
  .option('--region <REGION>', 'its AWS region; the default is AWS_REGION, the profile’s, or eu-west-1')
  .option('--remove', 'only remove what an earlier drill has left')
  .addHelpText('after', examples('npm run drill -- --stage drill-ada', 'npm run drill -- --stage drill-ada --remove'))
  .action(drillStage);
process.exitCode = (await run(command, process.argv.slice(2), process)) || (process.exitCode ?? 0);
// The way in may still have open connections.
process.exit();
