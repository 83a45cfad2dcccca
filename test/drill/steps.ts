import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Account } from './account.ts';
import { type Ran, runCommand } from './run-command.ts';

/** The string before anybody has saved tells a stage of a drill from any other. */
export const MARK = 'A drill made this stage';

const EMULATOR = process.env.AWS_ENDPOINT_URL;

/** Thrown by a step that this account, or an emulator of one, has no means for. */
export class CannotHere extends Error {
  override readonly name = 'CannotHere';
}

export interface Drill {
  readonly stage: string;
  readonly region: string;
  readonly hasEdgeCache: boolean;
  readonly account: Account;
  /** Holds the files of the drill. */
  readonly directory: string;
  /** The rows of docs/operations.md that it has seen. */
  readonly proven: Set<string>;
  /** Where the stage answers, without a final slash, and an editor's token: known after the first steps. */
  url: string;
  token: string;
}

/** @returns what it has seen, if that says more than its name. */
type Step = (drill: Drill) => Promise<string | undefined>;

const expectEqual = (what: string, actual: unknown, expected: unknown): void => {
  if (actual !== expected) throw new Error(`${what} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
};

/** The framework puts an empty line before an error's environment, and its reason before that. */
const reasonOf = (output: string): string =>
  output
    .replace(/\n\s*\n(Environment|View the full).*/s, '')
    .trim()
    .slice(-400);

const must = async (ran: Promise<Ran>, exitCode = 0): Promise<Ran> => {
  const { code, output } = await ran;
  if (code !== exitCode) throw new Error(`It ended with ${code}, not ${exitCode}: ${reasonOf(output)}`);
  return ran;
};

const place = ({ stage, region }: Drill, suffix = ''): string[] => ['--stage', stage + suffix, '--region', region];

const serverless = (drill: Drill, verb: string, ...options: string[]): Promise<Ran> =>
  runCommand('serverless', [...verb.split(' '), ...options, ...place(drill)]);

const savedString = (...args: string[]): Promise<Ran> => runCommand('saved-string', args);

const parameters = ({ hasEdgeCache }: Drill, changes: Readonly<Record<string, string>> = {}): string[] =>
  Object.entries({
    initialString: MARK,
    alarms: 'on',
    files: 'on',
    tableDeletionPolicy: 'Retain',
    pointInTimeRecovery: 'true',
    ...(hasEdgeCache && { edgeCache: 'on', readLease: '3' }),
    ...changes,
  }).flatMap(([name, value]) => ['--param', `${name}=${value}`]);

const deploy = (drill: Drill, changes?: Readonly<Record<string, string>>, ...options: string[]): Promise<Ran> =>
  serverless(drill, 'deploy', ...parameters(drill, changes), ...options);

const removeStage = (drill: Drill): Promise<Ran> => must(serverless(drill, 'remove', ...parameters(drill)));

const get = ({ url }: Drill, accept = 'text/plain'): Promise<Response> => fetch(url, { headers: { accept } });

const read = async (drill: Drill): Promise<string> => (await get(drill)).text();

const langOf = async (drill: Drill): Promise<string | undefined> =>
  /<html lang="([^"]*)"/.exec(await (await get(drill, 'text/html')).text())?.[1];

const save = async ({ url, token }: Drill, body: string): Promise<void> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'text/plain' };
  expectEqual('The status of a save', (await fetch(url, { method: 'PUT', headers, body })).status, 200);
};

const exportLog = async (drill: Drill, suffix?: string): Promise<string> =>
  (await must(savedString('export', ...place(drill, suffix)))).stdout;

const INVOKED = JSON.stringify({
  routeKey: 'GET /health',
  rawPath: '/health',
  headers: {},
  requestContext: { http: { method: 'GET' }, requestId: 'drill' },
});

/** The framework's commands: how each ends, and what it says. */
const VERBS: Readonly<Record<string, [code: number, said: RegExp, ...options: string[]]>> = {
  info: [0, /address: https/],
  'deploy list': [0, /\b\d{13}\b/],
  'deploy list functions': [0, /web/],
  logs: [0, /"route":"/, '--function', 'web'],
  metrics: [0, /invocations/i],
  invoke: [0, /"statusCode": 200/, '--function', 'web', '--data', INVOKED],
  'deploy function': [1, /npx --no serverless deploy --stage/, '--function', 'web'],
  'rollback function': [1, /aws lambda update-alias --region/, '--function', 'web', '--function-version', '1'],
  'invoke local': [1, /npm start/, '--function', 'web'],
  offline: [1, /"offline" not found/],
  rollback: [0, /\b\d{13}\b/],
};

const useVerb = async (drill: Drill, verb: string): Promise<string> => {
  const [code, said, ...options] = VERBS[verb] ?? [0, /./];
  const { output } = await must(serverless(drill, verb, ...options), code);
  if (!said.test(output)) throw new Error(`It says something else: ${reasonOf(output)}`);
  drill.proven.add(verb);
  return code === 0 ? 'works' : 'refused';
};

export const STEPS: Readonly<Record<string, Step>> = {
  'a stage is deployed': async (drill) => {
    const [, address = '', id] = /address: (https:\/\/([^.\s]+)\S+)/.exec((await must(deploy(drill))).output) ?? [];
    drill.proven.add('deploy');
    drill.url = EMULATOR === undefined ? address : `${EMULATOR}/_aws/execute-api/${id}/$default`;
    return address;
  },
  'the smoke test passes': async ({ url }) =>
    `${(await must(savedString('smoke', url, '--wait', '60'))).output.match(/✓/g)?.length} checks`,
  'an editor gets a token': async (drill) => {
    const { stdout } = await must(savedString('editors', 'add', 'Drill', '--expires', '3h', ...place(drill)));
    drill.token = /sst_\S+/.exec(stdout)?.[0] ?? '';
    return undefined;
  },
  'the next read sees a save': async (drill) => {
    const start = performance.now();
    await save(drill, 'Open until ten');
    const saved = performance.now();
    expectEqual('The string', await read(drill), 'Open until ten');
    return `save ${Math.round(saved - start)} ms, page ${Math.round(performance.now() - saved)} ms`;
  },
  'a planned string begins on time': async (drill) => {
    const from = new Date(Date.now() + 10_000);
    const query =
      'mutation ($value: String!, $from: DateTime!) { planSavedString(value: $value, from: $from) { version } }';
    const headers = { authorization: `Bearer ${drill.token}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ query, variables: { value: 'Planned', from } });
    const answer = await (await fetch(`${drill.url}/graphql`, { method: 'POST', headers, body })).json();
    if (Object(answer).errors) throw new Error(JSON.stringify(answer));
    expectEqual('The string before', await read(drill), 'Open until ten');
    await pause(from.getTime() - Date.now());
    while ((await read(drill)) !== 'Planned') {
      if (Date.now() > from.getTime() + 3_000) throw new Error('The change did not happen within three seconds');
      await pause(50);
    }
    return `seen ${Date.now() - from.getTime()} ms after its moment`;
  },
  'a shared file arrives whole': async ({ url, token, directory }) => {
    const [file, tokenFile] = [join(directory, 'drill.bin'), join(directory, 'token')];
    const bytes = randomBytes(6_000_000);
    await Promise.all([writeFile(file, bytes), writeFile(tokenFile, token, { mode: 0o600 })]);
    const ran = await savedString('share', file, '--for', '1h', '--url', url, '--token-file', tokenFile);
    if (ran.code !== 0 && EMULATOR)
      throw new CannotHere(`the emulator's functions don't know its S3: ${reasonOf(ran.output)}`);
    const link = (await must(Promise.resolve(ran))).stdout.trim();
    expectEqual('That the file is the same', bytes.equals(await (await fetch(link)).bytes()), true);
    return '6 MB';
  },
  ...Object.fromEntries(
    Object.keys(VERBS).map((verb): [string, Step] => [`serverless ${verb}`, (drill) => useVerb(drill, verb)]),
  ),
  'serverless info --aws-profile finds the profile’s region': async ({ account, directory, stage, region, proven }) => {
    const { accessKeyId, secretAccessKey, sessionToken } = await account.credentials();
    const AWS_CONFIG_FILE = join(directory, 'config');
    const keys = `aws_access_key_id=${accessKeyId}\naws_secret_access_key=${secretAccessKey}\n`;
    const session = sessionToken ? `aws_session_token=${sessionToken}\n` : '';
    await writeFile(AWS_CONFIG_FILE, `[profile drill]\nregion=${region}\n${keys}${session}`, { mode: 0o600 });
    const env = { AWS_CONFIG_FILE, AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined };
    const args = ['info', '--stage', stage, '--aws-profile', 'drill'];
    const { output } = await must(runCommand('serverless', args, { env }));
    expectEqual('The region', /^region: (.*)/m.exec(output)?.[1], region);
    proven.add('--aws-profile NAME');
    return region;
  },
  'a release that fails changes nothing for visitors': async (drill) => {
    const { code } = await deploy(drill, { lang: 'fr', permissionsBoundary: 'saved-string-drill-is-not-there' });
    if (code === 0 && EMULATOR) throw new CannotHere('the emulator accepts a boundary that is not there');
    expectEqual('The exit code', code, 1);
    expectEqual('The language of the page', await langOf(drill), 'en');
    return `the string is still ${JSON.stringify(await read(drill))}`;
  },
  'the release can be repeated': async (drill) => {
    await must(deploy(drill, { lang: 'fr' }));
    expectEqual('The language of the page', await langOf(drill), 'fr');
    return undefined;
  },
  'an alias moved by hand is noticed, and --force moves it back': async (drill) => {
    await drill.account.moveAlias('1');
    await must(deploy(drill, { lang: 'fr' }), 1);
    expectEqual('The language of the page', await langOf(drill), 'en');
    await must(deploy(drill, { lang: 'fr' }, '--force'));
    expectEqual('The language of the page', await langOf(drill), 'fr');
    drill.proven.add('deploy --force');
    return undefined;
  },
  'a rollback goes back': async (drill) => {
    const [timestamp = ''] = /\b\d{13}\b/.exec((await must(serverless(drill, 'deploy list'))).output) ?? [];
    await must(serverless(drill, 'rollback', '--timestamp', timestamp));
    expectEqual('The language of the page', await langOf(drill), 'en');
    drill.proven.add('rollback --timestamp NUMBER');
    return `to ${timestamp}`;
  },
  'an alarm rings, and is seen': ({ account }) => account.ringAlarm(),
  // As docs/performance.md assumes: see "With a cache at the edge".
  'an edge cache shows each save at once, and no old page': async (drill) => {
    if (EMULATOR) throw new CannotHere('an emulator has no caches');
    if (!drill.hasEdgeCache) throw new CannotHere('--edge-cache adds one, and half an hour');
    let hits = 0;
    for (let number = 1; number <= 100; number++) {
      await save(drill, `Save ${number}`);
      for (let reads = 0; reads < 3; reads++) {
        const answer = await get(drill);
        expectEqual('The string', await answer.text(), `Save ${number}`);
        if (Number(answer.headers.get('age')) > 1) throw new Error(`An answer is ${answer.headers.get('age')} s old`);
        if (/^Hit/.test(answer.headers.get('x-cache') ?? '')) hits++;
      }
    }
    await drill.account.withoutFunction(async () => {
      await pause(5_000);
      for (const end = Date.now() + 60_000; Date.now() < end; await pause(500)) {
        const answer = await get(drill);
        expectEqual('The status without a function', answer.status, 503);
        expectEqual('That it is kept', /^Hit/.test(answer.headers.get('x-cache') ?? ''), false);
      }
    });
    return `100 saves, ${hits} of 300 reads from a cache; for a minute without a function, only 503`;
  },
  'an export is imported byte for byte': async (drill) => {
    const input = await exportLog(drill);
    await drill.account.createTable('-copy');
    await must(runCommand('saved-string', ['import', ...place(drill, '-copy')], { input }));
    expectEqual('The copy', await exportLog(drill, '-copy'), input);
    return `${input.trim().split('\n').length} revisions`;
  },
  'a restore has every revision': async (drill) => {
    await drill.account.restoreTable('-restored');
    expectEqual('The restored log', await exportLog(drill, '-restored'), await exportLog(drill));
    return undefined;
  },
  'a table that outlives its stage is taken over': async (drill) => {
    const before = await exportLog(drill);
    const { output } = await removeStage(drill);
    const advice = `npx --no serverless deploy ${place(drill).join(' ')}`;
    expectEqual(`That it says ${advice}`, output.includes(advice), true);
    await must(deploy(drill));
    expectEqual('The log', await exportLog(drill), before);
    return undefined;
  },
};

/** Removes all that a drill made, and looks for what is left. */
export const removeAll: Step = async (drill) => {
  await removeStage(drill);
  await drill.account.deleteKept();
  await removeStage(drill);
  const left = await drill.account.findLeftovers();
  for (const name of ['web', 'files']) {
    if ((await serverless(drill, 'logs', '--function', name, '--param', 'files=on')).code === 0)
      left.push(`the log of ${name}`);
  }
  if (left.length > 0) throw new Error(`Left: ${left.join(', ')}`);
  drill.proven.add('remove');
  return 'no stack, table, bucket or log is left; removing again is done, too';
};
