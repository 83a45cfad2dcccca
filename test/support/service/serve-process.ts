import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Here } from '../harness.ts';
import { TEST_TOKEN } from './editor.ts';

export interface Shown {
  readonly version: number;
  readonly value: string;
}

/** The service in a process of its own, which a test can kill. */
interface ServeProcess {
  readonly child: ChildProcess;
  read(): Promise<Shown>;
  /** Resolves to the version, or to undefined if no answer comes. */
  save(value: string): Promise<number | undefined>;
  plan(value: string, from: Date): Promise<number | undefined>;
  stop(): unknown;
}

const startServeProcess = async (tableName: string, endpoint: string): Promise<ServeProcess> => {
  const child = spawn(process.execPath, ['cli/saved-string.mjs', 'serve', '--port', '0'], {
    env: {
      PATH: process.env.PATH,
      STAGE: 'test',
      AWS_REGION: 'eu-west-1',
      TABLE_NAME: tableName,
      INITIAL_STRING: 'served',
      READ_LEASE: '1',
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [line] = (await once(child.stderr, 'data')) as [Buffer];
  const url = /http:\S+/.exec(line.toString())?.[0] ?? '';
  const change = async (mutation: string) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${TEST_TOKEN}` };
    const body = JSON.stringify({ query: `mutation { changed: ${mutation} { version } }` });
    const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body }).catch(() => undefined);
    const result = (await answer?.json().catch(() => undefined)) as { data?: { changed: Shown } } | undefined;
    return result?.data?.changed.version;
  };
  return {
    child,
    stop: () => child.kill('SIGKILL'),
    read: async () => (await fetch(url, { headers: { accept: 'application/json' } })).json() as Promise<Shown>,
    save: (value) => change(`setSavedString(value: "${value}")`),
    plan: (value, from) => change(`planSavedString(value: "${value}", from: "${from.toISOString()}")`),
  };
};

/** Starts the service twice on the same table, and the first one behind the proxy. */
export const serveTwice = (here: Pick<Here, 'tableName' | 'proxy' | 'store' | 'keep'>) => {
  const serve = async ({ endpoint }: { endpoint: string }) =>
    here.keep(await startServeProcess(here.tableName, endpoint));
  return Promise.all([serve(here.proxy), serve(here.store)]);
};
