import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Context } from 'aws-lambda';
import { type BuildFailure, formatMessages, stop as stopBuilder } from 'esbuild';
import { type Config, readConfig } from '../../src/config.ts';
import type { HttpRequest, HttpResponse } from '../../src/http/handler.ts';
import { updatePlayground, updateScripts } from '../../stack/browser-code.ts';
import { readStage } from '../../stack/read-stage.ts';
import { CommandError } from '../errors.ts';
import { listen, SOCKET } from '../serve/listen.ts';
import { readAddress } from './address.ts';
import { adviseOnChanges } from './advise.ts';
import { createBundler } from './bundle.ts';
import { localEnvironment } from './client.ts';
import { NEWS, startFunction } from './function-thread.ts';
import { createReloader, toText } from './reloader.ts';
import { startStore } from './store.ts';
import type { TableProperties } from './table.ts';
import { printExchange, printFailure, printLogLine } from './terminal.ts';
import { renewToken } from './token.ts';
import { watchFolder } from './watch-folder.ts';

const inProject = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const { routes, fileRoutes, cors, environment, table } = readStage('dev');

type Handler = (event: unknown, context: Context) => Promise<HttpResponse>;

interface Options {
  readonly port: number;
  readonly host: string;
  /** The folder of the store. */
  readonly directory: string;
  /** Whether editors may share files, as with `files: on`. */
  readonly files: boolean;
  /** The page's heading, with `{}` for the string; undefined for that of the stage. */
  readonly heading: string | undefined;
}

export interface Copy {
  /** Where the page is, without a final slash: for this machine first, then for others. */
  readonly urls: readonly string[];
  /** Makes an editor of this machine's people. */
  readonly token: string;
  stop(): Promise<void>;
}

const isOfPlayground = ({ routeKey, headers }: HttpRequest): boolean =>
  routeKey.endsWith(' /playground/{file}') ||
  (routeKey.endsWith(' /graphql') && headers.accept?.includes('text/html') === true);

/**
 * @returns whether it worked: a mistake in src is for the reloader.
 * @throws CommandError where nothing can be written.
 */
const buildScripts = async (): Promise<boolean> => {
  try {
    await updateScripts('silent');
    return true;
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (['EACCES', 'EPERM', 'EROFS'].includes(code))
      throw new CommandError(
        `What browsers load cannot be built in this checkout: ${message}. Use a copy of your own.`,
      );
    return false;
  }
};

const isBuildFailure = (error: unknown): error is BuildFailure => error instanceof Error && 'errors' in error;

/** Why there is no function: esbuild's errors with their place in the source, or a stack trace. */
const describeFailure = async (error: unknown, color = false): Promise<string> => {
  if (isBuildFailure(error)) {
    const messages = await formatMessages(error.errors, { kind: 'error', color }).catch(() => [error.message]);
    return messages.join('').trimEnd();
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};

/** Builds and starts what is in src, and again after each change. */
const startReloading = async (directory: string, config: Config) => {
  const [bundler, isBuilt] = await Promise.all([createBundler(join(directory, 'build')), buildScripts()]);
  let areScriptsBuilt = isBuilt;
  /** It takes many times as long as all else, and few look at it. */
  let playground = Promise.resolve();
  let isStopping = false;
  const report = async (error: unknown) => {
    const description = await describeFailure(error, process.stdout.isTTY);
    if (!isStopping) printFailure(description);
  };
  const reloader = createReloader({
    load: async () => {
      const scripts = areScriptsBuilt ? undefined : updateScripts('silent');
      areScriptsBuilt = false;
      const bundle = bundler.bundle();
      // Both end before the next begins: it would get the result of one that has read older files.
      await Promise.allSettled([scripts, bundle]);
      await scripts;
      const app = await bundle;
      const running = await startFunction({ app: app.href, config, write: printLogLine, onEnd: reloader.end });
      playground = playground.catch(() => {}).then(() => updatePlayground('silent'));
      playground.catch(report);
      return running;
    },
    report,
    describe: describeFailure,
  });
  const unwatch = watchFolder(inProject('src'), () => {
    if (existsSync(directory)) reloader.change();
  });
  const endAdvice = await adviseOnChanges(printFailure);
  reloader.change();
  await reloader.settle();
  const handler: Handler = async (event, context) => {
    if (isOfPlayground(event as HttpRequest)) await playground.catch(() => {});
    return reloader.handler(event, context);
  };
  return {
    handler,
    stop: async () => {
      isStopping = true;
      unwatch();
      endAdvice();
      await reloader.stop();
      await bundler.stop();
    },
  };
};

/** Answers for a function whose store may be deleted under its feet: it would go on in memory, and lose what it saved. */
const whileStoreIsThere = (directory: string, handler: Handler): Handler => {
  const message = `The store ${directory} was deleted while Saved String ran. Stop it with Ctrl-C, and start it again.`;
  let isTold = false;
  return async (event, context) => {
    if (await readAddress(directory)) return handler(event, context);
    if (!isTold) printFailure(message);
    isTold = true;
    return toText(503, message);
  };
};

/**
 * Starts the whole product on this machine: a store, the function, which is built again whenever src changes, and a server.
 *
 * @throws CommandError when it cannot listen there, or cannot use the store.
 */
export const startCopy = async ({ port, host, directory, files: hasFiles, heading }: Options): Promise<Copy> => {
  const started = Promise.withResolvers<Handler>();
  // First of all, so that a port that is taken costs no wait. Requests that come early wait for the rest.
  const server = await listen(
    {
      stage: { routes: [...routes, ...(hasFiles ? fileRoutes : [])], cors },
      handler: async (event, context) => (await started.promise)(event, context),
      readNews: async () => {
        const { statusCode, body = '' } = await (await started.promise)(NEWS, {} as Context);
        if (statusCode !== 200) throw new Error('There is no function that works');
        return body;
      },
      observe: printExchange,
      // All who work on this machine are one client.
      limits: { connectionsOfClient: Number.POSITIVE_INFINITY, socketsOfClient: Number.POSITIVE_INFINITY },
    },
    { port, host },
  );
  // Left to notice by itself that this process has ended, esbuild sometimes prints a stack trace.
  const stops = [() => server.stop(), () => stopBuilder()];
  const stop = async () => {
    for (const end of stops.splice(0)) await end();
  };
  try {
    const { url } = server;
    const store = await startStore({ directory, tableProperties: table as TableProperties, url });
    stops.push(() => store.stop());
    // Files built in the checkout are for all to read, as a deployment needs them; the store's folder is closed by now.
    process.umask(0o022);
    // Each request is printed here, for people.
    const config = readConfig({
      ...environment,
      ...localEnvironment(store),
      ...(heading !== undefined && { PAGE_HEADING: heading }),
      AWS_LAMBDA_LOG_LEVEL: 'WARN',
      PUSH_SOCKET: Object.values(SOCKET).join(' '),
    });
    // Only who asks for files loads S3.
    const files = hasFiles && (await (await import('./s3/s3.ts')).startFiles(directory, url, config));
    if (files) stops.push(() => files.stop());
    const starting = startReloading(directory, { ...config, ...(files && { filesOrigin: files.origin }) });
    // The function ends before its store, also when only the token can't be written.
    stops.splice(1, 0, () => starting.then((started) => started.stop()).catch(() => {}));
    const [token, reloading] = await Promise.all([renewToken(directory, store), starting]);
    const handler: Handler = (event, context) => {
      const isFile = fileRoutes.includes((event as HttpRequest).routeKey);
      return (files && isFile ? files : reloading).handler(event, context);
    };
    started.resolve(whileStoreIsThere(directory, handler));
    return { urls: [url, ...server.otherUrls], token, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
