import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { run, type ScratchStage } from './scratch-stage.ts';

const EMULATOR = process.env.AWS_ENDPOINT_URL;

/** Thrown by a step that this account, or an emulator of one, has no means for. */
export class CannotHere extends Error {
  override readonly name = 'CannotHere';
}

/** @returns what it has seen, as a text, if that says more than its name. */
type Step = (stage: ScratchStage) => Promise<unknown>;

const expectEqual = (what: string, actual: unknown, expected: unknown): void => {
  if (actual !== expected) throw new Error(`${what} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
};

const get = ({ url }: ScratchStage, accept = 'text/plain'): Promise<Response> => fetch(url, { headers: { accept } });

const expectString = async (stage: ScratchStage, expected: string): Promise<void> =>
  expectEqual('The string', await (await get(stage)).text(), expected);

const expectLang = async (stage: ScratchStage, expected: string): Promise<void> => {
  const [, lang] = /<html lang="([^"]*)"/.exec(await (await get(stage, 'text/html')).text()) ?? [];
  expectEqual('The language of the page', lang, expected);
};

const save = async ({ url, token }: ScratchStage, body: string): Promise<void> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'text/plain' };
  expectEqual('The status of a save', (await fetch(url, { method: 'PUT', headers, body })).status, 200);
};

/** Subscribes as src/browser/follow.ts does, does some work, and waits until a string is pushed. */
const hear = ({ url }: ScratchStage, push: string, work: () => Promise<void>, value: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const [path = '', channel] = push.split(' ');
    const address = new URL(path, url.replace('http', 'ws'));
    const authorization = { host: address.host.replace('-realtime', ''), Authorization: '-' };
    const header = Buffer.from(JSON.stringify(authorization)).toString('base64url');
    const socket = new WebSocket(address, ['aws-appsync-event-ws', `header-${header}`]);
    const end = (error?: Error): void => {
      socket.close();
      if (error) reject(error);
      else resolve();
    };
    AbortSignal.timeout(10_000).onabort = () => end(new Error('Nothing is pushed'));
    socket.onerror = () => end(new Error(`${address} accepts no connection`));
    socket.onopen = () => socket.send('{"type":"connection_init"}');
    socket.onmessage = ({ data }) => {
      const { type, event } = JSON.parse(data);
      if (type === 'connection_ack')
        socket.send(JSON.stringify({ type: 'subscribe', id: '1', channel, authorization }));
      if (type === 'subscribe_success') work().catch(end);
      if (type === 'data' && JSON.parse(event).value === value) end();
      if (/error/.test(type)) end(new Error(data));
    };
  });

const REQUEST = { routeKey: 'GET /health', rawPath: '/health', headers: {} };
const INVOKED = JSON.stringify({ ...REQUEST, requestContext: { http: { method: 'GET' }, requestId: 'drill' } });

/** The framework's commands: how each ends, and what it says. */
const VERBS: Readonly<Record<string, [code: number, said: RegExp, ...options: string[]]>> = {
  info: [0, /address: https/],
  'deploy list': [0, /\b\d{13}\b/],
  'deploy list functions': [0, /web/],
  logs: [0, /"route":"/, '--function', 'web'],
  metrics: [0, /metrics|invocations/i],
  invoke: [0, /"statusCode": 200/, '--function', 'web', '--data', INVOKED],
  'deploy function': [1, /npx --no serverless deploy --stage/, '--function', 'web'],
  'rollback function': [1, /aws lambda update-alias --region/, '--function', 'web', '--function-version', '1'],
  'invoke local': [1, /npm start/, '--function', 'web'],
  offline: [1, /"offline" not found/],
  rollback: [0, /\b\d{13}\b/],
};

const verbSteps = Object.entries(VERBS).map(([verb, [code, said, ...options]]): [string, Step] => [
  `serverless ${verb}`,
  async (stage) => {
    const { output } = await stage.serverless(verb, options, code);
    if (!said.test(output)) throw new Error(`It says something else: ${output.slice(-400)}`);
    stage.proven.add(verb);
    return code === 0 ? 'works' : 'refused';
  },
]);

export const STEPS: Readonly<Record<string, Step>> = {
  'a stage is deployed': async (stage) => {
    const [, address = '', id] = /address: (https:\/\/([^.\s]+)\S+)/.exec((await stage.deploy()).output) ?? [];
    stage.proven.add('deploy');
    stage.url = EMULATOR === undefined ? address : `${EMULATOR}/_aws/execute-api/${id}/$default`;
    return address;
  },
  'the smoke test passes': async ({ url }) =>
    `${(await run('saved-string', ['smoke', url, '--wait', '60'])).output.match(/✓/g)?.length} checks`,
  'an editor gets a token': async (stage) => {
    const args = ['editors', 'add', 'Drill', '--expires', '3h', ...stage.place()];
    stage.token = /sst_\S+/.exec((await run('saved-string', args)).stdout)?.[0] ?? '';
  },
  'the next read sees a save': async (stage) => {
    const start = performance.now();
    await save(stage, 'Open until ten');
    const saved = performance.now();
    await expectString(stage, 'Open until ten');
    return `save ${Math.round(saved - start)} ms, page ${Math.round(performance.now() - saved)} ms`;
  },
  'a planned string begins on time': async (stage) => {
    const from = new Date(Date.now() + 10_000);
    const query = 'mutation ($from: DateTime!) { planSavedString(value: "Planned", from: $from) { version } }';
    const headers = { authorization: `Bearer ${stage.token}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ query, variables: { from } });
    const answer = await (await fetch(`${stage.url}/graphql`, { method: 'POST', headers, body })).json();
    if (Object(answer).errors) throw new Error(JSON.stringify(answer));
    await expectString(stage, 'Open until ten');
    // Lambda's clock is another.
    await pause(from.getTime() - Date.now() + 2_000);
    await expectString(stage, 'Planned');
  },
  'an open page hears of a save': async (stage) => {
    if (!stage.hasPush) throw new CannotHere('no AppSync Events');
    const [, push = ''] = /data-push="([^"]*)"/.exec(await (await get(stage, 'text/html')).text()) ?? [];
    const start = performance.now();
    await hear(stage, push, () => save(stage, 'Pushed'), 'Pushed');
    return `${Math.round(performance.now() - start)} ms, connecting included`;
  },
  'a shared file arrives whole': async ({ url, token, directory }) => {
    const [file, tokenFile] = [join(directory, 'drill.bin'), join(directory, 'token')];
    const bytes = randomBytes(6_000_000);
    await Promise.all([writeFile(file, bytes), writeFile(tokenFile, token, { mode: 0o600 })]);
    const args = ['share', file, '--for', '1h', '--url', url, '--token-file', tokenFile];
    const { code, stdout } = await run('saved-string', args, { code: EMULATOR ? 'any' : 0 });
    if (code !== 0) throw new CannotHere('the emulator’s functions need AWS_ENDPOINT_URL_S3');
    expectEqual('That the file is the same', bytes.equals(await (await fetch(stdout.trim())).bytes()), true);
    return '6 MB';
  },
  ...Object.fromEntries(verbSteps),
  'serverless info --aws-profile finds the profile’s region': async (stage) => {
    const { accessKeyId, secretAccessKey, sessionToken } = await stage.credentials();
    const [, name = '', , region = ''] = stage.place();
    const AWS_CONFIG_FILE = join(stage.directory, 'config');
    const keys = `aws_access_key_id=${accessKeyId}\naws_secret_access_key=${secretAccessKey}\n`;
    const session = sessionToken ? `aws_session_token=${sessionToken}\n` : '';
    await writeFile(AWS_CONFIG_FILE, `[profile drill]\nregion=${region}\n${keys}${session}`, { mode: 0o600 });
    const env = { AWS_CONFIG_FILE, AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined };
    const { output } = await run('serverless', ['info', '--stage', name, '--aws-profile', 'drill'], { env });
    expectEqual('The region', /^region: (.*)/m.exec(output)?.[1], region);
    stage.proven.add('--aws-profile NAME');
    return region;
  },
  'a release that fails changes nothing for visitors': async (stage) => {
    const changes = { lang: 'fr', permissionsBoundary: 'saved-string-drill-is-not-there' };
    const { code } = await stage.deploy(changes, [], EMULATOR ? 'any' : 1);
    if (code === 0) throw new CannotHere('the emulator accepts a boundary that is not there');
    await expectLang(stage, 'en');
  },
  'put right, the release goes through': async (stage) => {
    await stage.deploy({ lang: 'fr' });
    await expectLang(stage, 'fr');
  },
  'an alias moved by hand is noticed, and --force moves it back': async (stage) => {
    await stage.moveAlias('1');
    await stage.deploy({ lang: 'fr' }, [], 1);
    await expectLang(stage, 'en');
    await stage.deploy({ lang: 'fr' }, ['--force']);
    await expectLang(stage, 'fr');
    stage.proven.add('deploy --force');
  },
  'a rollback goes back': async (stage) => {
    const [timestamp = ''] = /\b\d{13}\b/.exec((await stage.serverless('deploy list')).output) ?? [];
    await stage.serverless('rollback', ['--timestamp', timestamp]);
    await expectLang(stage, 'en');
    stage.proven.add('rollback --timestamp NUMBER');
    return `to ${timestamp}`;
  },
  'an alarm rings, and is seen': (stage) => stage.ringAlarm(),
  'an export is imported byte for byte': async (stage) => {
    const input = await stage.exportLog();
    await stage.createTable('-copy');
    await run('saved-string', ['import', ...stage.place('-copy')], { input });
    expectEqual('The copy', await stage.exportLog('-copy'), input);
    return `${input.trim().split('\n').length} revisions`;
  },
  // Point-in-time recovery is five minutes late: the last save is longer ago by now.
  'a restore has every revision': async (stage) => {
    await stage.restoreTable('-restored');
    expectEqual('The restored log', await stage.exportLog('-restored'), await stage.exportLog());
  },
  // As docs/performance.md assumes: see "With a cache at the edge".
  'an edge cache shows each save at once, and no old page': async (stage) => {
    if (EMULATOR) throw new CannotHere('an emulator has no caches');
    if (!stage.hasEdgeCache) throw new CannotHere('--edge-cache adds one, and half an hour');
    const isHit = ({ headers }: Response): boolean => /^Hit/.test(headers.get('x-cache') ?? '');
    let hits = 0;
    for (let number = 0; number < 300; number++) {
      const value = `Save ${Math.floor(number / 3)}`;
      if (number % 3 === 0) await save(stage, value);
      const answer = await get(stage);
      expectEqual('The string', await answer.text(), value);
      expectEqual('That an answer is older than a second', Number(answer.headers.get('age')) > 1, false);
      if (isHit(answer)) hits++;
    }
    await stage.withoutFunction(async () => {
      await pause(5_000);
      for (const end = Date.now() + 60_000; Date.now() < end; await pause(500)) {
        const answer = await get(stage);
        expectEqual('That a page is shown without a function', answer.ok, false);
        expectEqual('That a failure is kept', isHit(answer), false);
      }
    });
    return `100 saves, ${hits} of 300 reads from a cache; none shown for a minute without a function`;
  },
  'a table that outlives its stage is taken over': async (stage) => {
    const before = await stage.exportLog();
    const advice = `npx --no serverless deploy ${stage.place().join(' ')}`;
    expectEqual(`That it says ${advice}`, (await stage.remove()).output.includes(advice), true);
    await stage.deploy();
    expectEqual('The log', await stage.exportLog(), before);
  },
};

/** Removes all that a drill made, and looks for what is left. */
export const removeAll: Step = async (stage) => {
  await stage.remove();
  await stage.deleteKept();
  await stage.remove();
  expectEqual('What is left', (await stage.findLeftovers()).join(', '), '');
  stage.proven.add('remove');
  return 'no stack, table, bucket or log is left; removing again is done, too';
};
