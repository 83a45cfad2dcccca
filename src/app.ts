import { readFileSync } from 'node:fs';
import type { Context } from 'aws-lambda';
import type { Config } from './config.ts';
import { createDynamoClient } from './dynamodb/client.ts';
import { createDynamoEditorTokens } from './dynamodb/editor-tokens.ts';
import { createDynamoMark } from './dynamodb/mark.ts';
import { createDynamoRevisions } from './dynamodb/revisions.ts';
import type { Edit } from './edit/edit.ts';
import { createAuthenticate } from './editors/authenticate.ts';
import type { CountWeek, Extras } from './extras.ts';
import type { GraphQL } from './graphql/graphql.ts';
import { createHealth } from './health.ts';
import { createHandler } from './http/handler.ts';
import { createLog } from './observability/log.ts';
import { createMetrics } from './observability/metrics.ts';
import { writeLine } from './observability/write-line.ts';
import { EDGE_KEEPS_MS } from './page/cache-control.ts';
import { answerIcon } from './page/icon.ts';
import { type CreatePage, createPage } from './page/page.ts';
import { createPlayground } from './playground/playground.ts';
import { createRoutes } from './routes.ts';
import type { Revisions } from './saved-string/revisions.ts';
import { createSavedString } from './saved-string/saved-string.ts';
import type { TaskEvent } from './tasks.ts';
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

/** Wires the whole function. Two calls make two apps that share nothing. */
export const createApp = (
  config: Config,
  { now = () => new Date(), monotonic, share = (revisions) => revisions, write = writeLine }: Options = {},
) => {
  const metrics = createMetrics({ stage: config.stage, now });
  const log = createLog({ logsRequests: config.logsRequests, metrics, now, write });
  const client = createDynamoClient(config, metrics.startStoreCall);
  const openSavedString = createSavedString({
    revisions: share(createDynamoRevisions(client, config.tableName)),
    initialString: config.initialString,
    leaseMs: config.readLeaseMs,
    reservedMs: config.hasEdgeCache ? EDGE_KEEPS_MS : 0,
    now,
    ...(monotonic && { monotonic }),
  });
  const authenticate = createAuthenticate({ tokens: createDynamoEditorTokens(client, config.tableName), now });

  const { lang, domain, pollSeconds, hasEdgeCache } = config;
  const createSitePage: CreatePage = (source) =>
    createPage({ ...source, log, lang, domain, pollSeconds, hasEdgeCache });
  const page = createSitePage({
    openSavedString,
    script: readFileSync(new URL('../build/page.js', import.meta.url), 'utf8'),
  });

  // A visitor of the page must not wait for the rest to load, above all for Apollo.
  let extras: Promise<Extras> | undefined;
  const loadExtras = () => {
    const mark = createDynamoMark(client, config.tableName, 'stats');
    extras ??= import('./extras.ts').then(({ createExtras }) =>
      createExtras({
        ...{ config, client, openSavedString, authenticate, mark, log, metrics, now },
        createPage: createSitePage,
        tagsOf: page.tagsOf,
      }),
    );
    return extras;
  };
  let graphql: Promise<GraphQL> | undefined;
  const loadGraphQL = () => {
    const countWeek: CountWeek = async (...args) => (await loadExtras()).countWeek(...args);
    graphql ??= import('./graphql/graphql.ts').then(({ createGraphQL }) =>
      createGraphQL({ openSavedString, authenticate, countWeek, log, metrics }),
    );
    return graphql;
  };

  let edit: Promise<Edit> | undefined;
  const loadEdit = () => {
    edit ??= import('./edit/edit.ts').then(({ createEdit }) => createEdit(new URL('../build/edit/', import.meta.url)));
    return edit;
  };

  return {
    handler: createHandler({
      log,
      routes: createRoutes({
        page: page.route,
        put: async (request, context) => (await loadExtras()).put(request, context),
        memento: async (request, context) => (await loadExtras()).memento(request, context),
        graphql: async (request, context) => (await loadGraphQL()).route(request, context),
        playground: createPlayground(new URL('../build/playground/', import.meta.url)),
        edit: {
          page: async (request, context) => (await loadEdit()).page(request, context),
          file: async (request, context) => (await loadEdit()).file(request, context),
        },
        icon: answerIcon,
        health: createHealth({ openSavedString, log }),
      }),
    }),
    runTask: async (event: TaskEvent, context: Context) => (await loadExtras()).runTask(event, context),
    warmUp: () => warmUp({ memorySize: config.memorySize, openSavedString, loadGraphQL }),
  };
};
