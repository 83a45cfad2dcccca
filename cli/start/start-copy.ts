import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Context } from 'aws-lambda';
import { stop as stopBuilder } from 'esbuild';
import { type Config, readConfig } from '../../src/config.ts';
import type { HttpRequest, HttpResponse } from '../../src/http/handler.ts';
import { updateBrowserCode } from '../../stack/browser-code.ts';
import { readStage } from '../../stack/read-stage.ts';
import { listen } from '../serve/listen.ts';
import { readAddress } from './address.ts';
import { createBundler } from './bundle.ts';
import { localEnvironment } from './client.ts';
import { describeFailure } from './describe-failure.ts';
import { startFunction } from './function-thread.ts';
import { isSchemaGenerated } from './is-schema-generated.ts';
import { createReloader } from './reloader.ts';
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
  /** Without a final slash. */
  readonly url: string;
  /** Makes an editor of this machine's people. */
  readonly token: string;
  stop(): Promise<void>;
}

/** Builds what browsers load, readable for all, as a deployment needs it: only the store is private. */
const buildForBrowsers = async (): Promise<void> => {
  const mask = process.umask(0o022);
  try {
    await updateBrowserCode('silent');
  } finally {
    process.umask(mask);
  }
};

/** Builds and starts what is in src, and again after each change. */
const startReloading = async (directory: string, config: Config) => {
  const bundler = await createBundler(join(directory, 'build'));
  const reloader = createReloader({
    load: async () => {
      const app = await bundler.bundle();
      await buildForBrowsers();
      return startFunction({ app: app.href, config, write: printLogLine, onEnd: reloader.end });
    },
    report: async (error) => printFailure(await describeFailure(error, process.stdout.isTTY)),
    describe: describeFailure,
  });
  const unwatch = watchFolder(inProject('src'), () => {
    if (existsSync(directory)) reloader.change();
  });
  const unwatchSchema = watchFolder(inProject('schema'), async () => {
    if (!(await isSchemaGenerated())) printFailure('The schema has changed. Run: npm run codegen');
  });
  reloader.change();
  await reloader.settle();
  return {
    handler: reloader.handler,
    stop: async () => {
      unwatch();
      unwatchSchema();
      await reloader.stop();
      await bundler.stop();
      // Left to notice by itself that this process has ended, esbuild sometimes prints a stack trace.
      await stopBuilder();
    },
  };
};

/** Answers for a function whose store may be deleted under its feet: it would go on in memory, and lose what it saved. */
const whileStoreIsThere = (directory: string, handler: Handler): Handler => {
  const message = `The store ${directory} was deleted while Saved String ran. Stop it with Ctrl-C, and start it again.`;
  const answer: HttpResponse = {
    statusCode: 503,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    body: `${message}\n`,
  };
  let isTold = false;
  return async (event, context) => {
    if (await readAddress(directory)) return handler(event, context);
    if (!isTold) printFailure(message);
    isTold = true;
    return answer;
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
      observe: printExchange,
      // Whoever works on this machine is one client.
      limits: { connectionsOfClient: Number.POSITIVE_INFINITY },
    },
    { port, host },
  );
  try {
    const url = `http://${host}:${server.port}`;
    const store = await startStore({ directory, tableProperties: table as TableProperties, url });
    // Each request is printed here, for people.
    const config = readConfig({
      ...environment,
      ...localEnvironment(store),
      ...(heading !== undefined && { PAGE_HEADING: heading }),
      AWS_LAMBDA_LOG_LEVEL: 'WARN',
    });
    // Only who asks for files loads S3.
    const files = hasFiles && (await (await import('./s3/start-files.ts')).startFiles(directory, url, config));
    const [token, reloading] = await Promise.all([
      renewToken(directory, store),
      startReloading(directory, { ...config, ...(files && { filesOrigin: files.origin }) }),
    ]);
    const handler: Handler = (event, context) => {
      const isFile = fileRoutes.includes((event as HttpRequest).routeKey);
      return (files && isFile ? files : reloading).handler(event, context);
    };
    started.resolve(whileStoreIsThere(directory, handler));
    return {
      url,
      token,
      stop: async () => {
        await server.stop();
        await reloading.stop();
        if (files) await files.stop();
        await store.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
};
