import { readFileSync } from 'node:fs';
import type { Context } from 'aws-lambda';
import type { Config } from './config.ts';
import { createAuthenticate } from './domain/editor.ts';
import type { Revisions } from './domain/entry.ts';
import { createSavedString } from './domain/saved-string.ts';
import type { CountWeek, Extras } from './extras.ts';
import { createHandler, type RouteHandler } from './http/handler.ts';
import { createLog, writeLine } from './http/log.ts';
import { createMetrics } from './http/metrics.ts';
import { createHealth } from './routes/health.ts';
import { answerIcon } from './routes/page/icon.ts';
import { createPage, EDGE_KEEPS_MS, type MakePage } from './routes/page/page.ts';
import { createPlayground } from './routes/playground.ts';
import { createRoutes } from './routes.ts';
import { createDynamoClient } from './store/client.ts';
import { createDynamoEditorTokens } from './store/editors.ts';
import { createDynamoRevisions } from './store/revisions.ts';
import type { TaskEvent } from './tasks/run-task.ts';
import { warmUp } from './warm-up.ts';

interface Options {
  /** The clock. */
  readonly now?: () => Date;
  /** A clock that never goes back, in milliseconds. */
  readonly monotonic?: () => number;
  /** Changes how the log is read, for a host that serves many requests at once. */
  readonly share?: (revisions: Revisions) => Revisions;
  /** Takes a line of the log, without a line feed. */
  readonly write?: (line: string) => void;
}

/** Loads something when it is first asked for. */
const lazy = <Loaded>(load: () => Promise<Loaded>): (() => Promise<Loaded>) => {
  let loaded: Promise<Loaded> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
};

/** Wires the whole function. Two calls make two apps that share nothing. */
export const createApp = (
  config: Config,
  { now = () => new Date(), monotonic, share = (revisions) => revisions, write = writeLine }: Options = {},
) => {
  const build = new URL('../build/', import.meta.url);
  const { lang, heading, domain, pollSeconds, hasEdgeCache } = config;
  const metrics = createMetrics({ stage: config.stage, now });
  const log = createLog({ logsRequests: config.logsRequests, metrics, now, write });
  const client = createDynamoClient(config, metrics.startStoreCall);
  const openSavedString = createSavedString({
    revisions: share(createDynamoRevisions(client, config.tableName)),
    initialString: config.initialString,
    leaseMs: config.readLeaseMs,
    reservedMs: hasEdgeCache ? EDGE_KEEPS_MS : 0,
    now,
    ...(monotonic && { monotonic }),
  });
  const authenticate = createAuthenticate({ tokens: createDynamoEditorTokens(client, config.tableName), now });
  const makePage: MakePage = (page) => createPage({ ...page, log, lang, heading, domain, pollSeconds, hasEdgeCache });
  const page = makePage({ openSavedString, script: readFileSync(new URL('page.js', build), 'utf8') });

  // A visitor of the page must not wait for the rest to load, above all for Apollo.
  const loadExtras = lazy(async () => {
    const { createExtras } = await import('./extras.ts');
    const { tagsOf } = page;
    return createExtras({ config, build, client, openSavedString, authenticate, makePage, tagsOf, log, metrics, now });
  });
  const loadGraphQL = lazy(async () => {
    const { createGraphQL } = await import('./routes/graphql/graphql.ts');
    const countWeek: CountWeek = async (...args) => (await loadExtras()).countWeek(...args);
    return createGraphQL({ openSavedString, authenticate, countWeek, log, metrics });
  });
  const later =
    (pick: (extras: Extras) => RouteHandler): RouteHandler =>
    async (request, context) =>
      pick(await loadExtras())(request, context);

  return {
    handler: createHandler({
      log,
      routes: createRoutes({
        page: page.route,
        put: later(({ put }) => put),
        memento: later(({ memento }) => memento),
        graphql: async (request, context) => (await loadGraphQL()).route(request, context),
        playground: createPlayground(new URL('playground/', build)),
        edit: { page: later(({ edit }) => edit.page), file: later(({ edit }) => edit.file) },
        icon: answerIcon,
        health: createHealth({ openSavedString, log }),
        feed: later(({ feed }) => feed),
        embed: { document: later(({ embed }) => embed.document), script: later(({ embed }) => embed.script) },
        spacLla: later(({ spacLla }) => spacLla),
      }),
    }),
    runTask: async (event: TaskEvent, context: Context) => (await loadExtras()).runTask(event, context),
    warmUp: () => warmUp({ memorySize: config.memorySize, openSavedString, loadGraphQL }),
  };
};
