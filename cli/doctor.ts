import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { Refusal } from '../src/browser/client/refusal.ts';
import { createDynamoRevisions } from '../src/store/revisions.ts';
import { CommandError, ReportedError } from './errors.ts';
import type { Io } from './io.ts';
import { findPage } from './local-copy.ts';
import { expectLike, withRemote } from './remote/remote.ts';
import { parseUrl } from './remote/url.ts';
import { examples } from './run.ts';
import { report } from './smoke/smoke.ts';
import { checkHealth, createSmokeSend } from './smoke/smoke-checks.ts';
import { addStageOptions, type StageOptions, withStage } from './stage.ts';
import { readAddress } from './start/address.ts';
import { GENERATED, isStale, SCHEMA, STALE_ADVICE } from './start/advise.ts';

interface DoctorOptions extends StageOptions {
  /** Without a final slash. */
  readonly url?: string;
  readonly tokenFile?: string;
}

const PORT = 3000;

/** DynamoDB and the function's tokens bear five minutes. */
const MAX_SKEW_MS = 300_000;

const readOwn = (path: string): Promise<string> =>
  readFile(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8');

const checkNode = async (): Promise<string> => `${process.version} on ${process.platform} ${process.arch}`;

type Packages = Readonly<Record<string, { readonly version?: string }>>;

const checkDependencies = async (): Promise<string> => {
  const [locked, installed] = await Promise.all(
    ['package-lock.json', 'node_modules/.package-lock.json'].map(async (file) => {
      const { packages } = JSON.parse(await readOwn(file)) as { packages: Packages };
      return packages;
    }),
  );
  // A package that package-lock.json no longer names does no harm.
  const wrong = Object.entries(installed ?? {}).filter(
    ([path, { version }]) => locked?.[path] && locked[path].version !== version,
  );
  const missing = Object.entries(locked ?? {}).filter(
    ([path, about]) => path !== '' && !('optional' in about) && !installed?.[path],
  );
  if (wrong.length + missing.length === 0) return 'are those of package-lock.json';
  const [first = ''] = [...wrong, ...missing].map(([path]) => path.replace(/^.*node_modules\//, ''));
  throw new CommandError(`are not those of package-lock.json: ${first}, for one. Run: npm ci`);
};

const checkTypes = async (): Promise<string> => {
  const [schema, generated] = await Promise.all([SCHEMA, GENERATED].map(readOwn));
  if (isStale(schema, generated)) throw new CommandError(STALE_ADVICE);
  return 'follow the schema';
};

const isTaken = async (port: number): Promise<boolean> => {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
};

const checkPort = async (store: string): Promise<string> => {
  const url = (await readAddress(resolve(store)))?.url;
  if (!(await isTaken(PORT))) return `${PORT} is free for npm start`;
  if (url && new URL(url).port === String(PORT)) return `${PORT} has the copy that uses ${store}`;
  throw new CommandError(`${PORT} is taken by another program. Start on any free one: npm start -- --port 0`);
};

const checkStore = async ({ store, local }: StageOptions): Promise<string> => {
  if (!local && !(await readAddress(resolve(store)))) return `${store} is not there yet: npm start makes it`;
  const url = await (local ? findPage(store) : findPage(store).catch(() => undefined));
  const { mode } = await stat(resolve(store));
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new CommandError(`Others on this machine can read ${store}. Start the copy again, which closes it.`);
  if (!url) return `${store} is closed to others; no copy uses it now`;
  // No proxy is on the way to this machine itself.
  await checkHealth(createSmokeSend({ env: {} }, url));
  return `${store} is used by the copy at ${url}`;
};

const checkClock = async (io: Io, url: string): Promise<string> => {
  const { headers } = await createSmokeSend(io, url)('health');
  const skewMs = Date.parse(headers.get('date') ?? '') - Date.now();
  if (Number.isNaN(skewMs)) return 'the page does not tell the time';
  if (Math.abs(skewMs) < MAX_SKEW_MS) return 'agrees with that of the page';
  throw new CommandError(`is ${Math.round(Math.abs(skewMs) / 60_000)} minutes off: AWS refuses what it signs. Set it.`);
};

const checkToken = (io: Io, url: string, tokenFile: string | undefined): Promise<string> =>
  withRemote(io, { url, store: '', ...(tokenFile !== undefined && { tokenFile }) }, async (remote) => {
    const data = await remote.askAsEditor<{ viewer: { name: string; expiresAt: string } }>(
      '{ viewer { name expiresAt } }',
    );
    const { viewer } = expectLike(remote, data, { viewer: { name: '', expiresAt: '' } });
    return `is ${viewer.name}’s, until ${viewer.expiresAt}`;
  });

const doctor = async (io: Io, { url, tokenFile, ...options }: DoctorOptions): Promise<void> => {
  let isFine = true;
  const check = async (name: string, about: () => Promise<string>): Promise<boolean> => {
    const passes = await report(io, name, about, [CommandError, Refusal]);
    isFine &&= passes;
    return passes;
  };
  await check('node', checkNode);
  await check('dependencies', checkDependencies);
  await check('types', checkTypes);
  await check('port', () => checkPort(options.store));
  await check('store', () => checkStore(options));

  let address = url ?? io.env.SAVED_STRING_URL;
  if (options.stage !== undefined)
    // With the operator's own AWS identity.
    await check('table', () =>
      withStage(io, options, async ({ client, tableName, title, findUrl }) => {
        const newest = await createDynamoRevisions(client, tableName).newest(new AbortController().signal);
        address ??= await findUrl();
        return `${title} has version ${newest?.revision.version ?? 0}`;
      }),
    );
  if (address !== undefined) {
    const page = parseUrl(address);
    if (await check('page', async () => `${page}: ${await checkHealth(createSmokeSend(io, page))}`)) {
      await check('clock', () => checkClock(io, page));
      if (tokenFile ?? io.env.SAVED_STRING_TOKEN) await check('token', () => checkToken(io, page, tokenFile));
    }
  }
  if (!isFine) throw new ReportedError();
};

/** `npx --no saved-string doctor` */
export const addDoctor = (program: Command, io: Io): void => {
  addStageOptions(program.command('doctor'))
    .summary('Says what is wrong with this machine, checkout, store or stage.')
    .description(
      'Says what is wrong with this machine, this checkout, the local store and, if named, a stage. Changes nothing.',
    )
    .option('--url <URL>', 'the address of a page to look at; by default SAVED_STRING_URL, or the stage’s', parseUrl)
    .option('--token-file <FILE>', 'a file with your token; by default SAVED_STRING_TOKEN')
    .addHelpText('after', examples('saved-string doctor', 'saved-string doctor --stage prod'))
    .action((options) => doctor(io, options));
};
