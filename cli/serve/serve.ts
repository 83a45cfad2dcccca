import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import type { Command } from 'commander';
import { type Config, readConfig } from '../../src/config.ts';
import { shareReads } from '../../src/store/share-reads.ts';
import { parseFolder, parseNumber } from '../arguments.ts';
import { CommandError } from '../errors.ts';
import { examples } from '../run.ts';
import { parseProxies } from './client-address.ts';
import type { Opened } from './embedded-store.ts';
import { addPlace, listen, type Place, SOCKET, stopOnSignal } from './listen.ts';
import { createLogRefusals } from './log-refusals.ts';
import { createWriteLines } from './write-lines.ts';

interface ServeOptions extends Place {
  /** The folder of an embedded store. */
  readonly store?: string;
  readonly proxies?: ReturnType<typeof parseProxies>;
  /** In megabytes: the option's name has no unit. */
  readonly memory?: number;
}

const open = async (store: string | undefined): Promise<Opened> => {
  if (store !== undefined) return (await import('./embedded-store.ts')).openEmbeddedStore(store);
  try {
    // A deployed stage needs nothing to be started.
    return { config: readConfig(), close: async () => {} };
  } catch (error) {
    throw new CommandError(`${(error as Error).message}. docs/hosting.md lists the environment variables.`);
  }
};

const loadApp = async (config: Config) => {
  // graphql checks more, and for each value, where it is not told so.
  process.env.NODE_ENV ??= 'production';
  const { createApp } = await import('../../src/app.ts');
  try {
    const pushSocket = config.pushSocket ?? Object.values(SOCKET).join(' ');
    return createApp({ ...config, pushSocket }, { share: shareReads, write: createWriteLines() });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new CommandError('What browsers load is not built yet. Run: npm run build:browser');
  }
};

const MINUTE_MS = 60_000;

/** Sends the webhook at once and each minute, as a stage's schedule does. Of several hosts, one sends at a time. */
const deliverWebhook = ({ runTask }: Awaited<ReturnType<typeof loadApp>>): NodeJS.Timeout => {
  // The task logs its failures, and the next minute comes.
  const run = () =>
    void runTask({ task: 'deliver-webhook' }, { awsRequestId: randomUUID() } as Context).catch(() => {});
  run();
  return setInterval(run, MINUTE_MS);
};

const serve = async ({ store, proxies, memory, ...place }: ServeOptions): Promise<void> => {
  const { config, announce, close } = await open(store);
  try {
    const app = await loadApp(config);
    const { readStage } = await import('../../stack/read-stage.ts');
    const server = await listen(
      {
        handler: app.handler,
        readNews: app.news,
        stage: readStage(config.stage),
        observe: createLogRefusals(console.log),
        ...(proxies && { isProxy: proxies }),
        ...(memory && { limits: { heldBytes: memory * 1024 * 1024 } }),
      },
      place,
    );
    const delivery = config.webhookUrl === undefined ? undefined : deliverWebhook(app);
    stopOnSignal(async () => {
      clearInterval(delivery);
      await server.stop();
      await close();
    });
    await announce?.(server.url);
    console.error(`Saved String listens on ${[server.url, ...server.otherUrls].join('\nand on ')}`);
  } catch (error) {
    await close();
    throw error;
  }
};

const parseMemory = parseNumber('--memory', { kind: 'a number of megabytes', least: 1, most: 999_999 });

/** `npx --no saved-string serve`: the function on another host than Lambda. */
export const addServe = (program: Command): void => {
  addPlace(program.command('serve'))
    .description('Serves a stage from this machine instead of Lambda. Environment variables choose the stage.')
    .option('--store <DIR>', 'keep the string here, in an embedded DynamoDB, instead of a deployed table', parseFolder)
    .option('--proxies <LIST>', 'proxies to trust: addresses and networks (10.0.0.0/8,::1), or how many', parseProxies)
    .option('--memory <MB>', 'for all bodies and long answers together', parseMemory)
    .addHelpText(
      'after',
      examples('saved-string serve --port 8080 --host 0.0.0.0', 'saved-string serve --store /var/lib/saved-string'),
    )
    .action(serve);
};
