import { readFileSync } from 'node:fs';
import type { Config } from './config.ts';
import { createDynamoClient } from './dynamodb/client.ts';
import { createDynamoEditorTokens } from './dynamodb/editor-tokens.ts';
import { createDynamoRevisions } from './dynamodb/revisions.ts';
import { createAuthenticate } from './editors/authenticate.ts';
import type { GraphQL } from './graphql/graphql.ts';
import { createHealth } from './health.ts';
import { createHandler, type RouteHandler } from './http/handler.ts';
import { createLog } from './observability/log.ts';
import { createMetrics } from './observability/metrics.ts';
import { writeLine } from './observability/write-line.ts';
import { createPage } from './page/page.ts';
import { createPlayground } from './playground/playground.ts';
import { createRoutes } from './routes.ts';
import { createSavedString } from './saved-string/saved-string.ts';
import { warmUp } from './warm-up.ts';

interface Options {
  /** The clock. */
  readonly now?: () => Date;
  /** A clock that never goes back, in milliseconds. */
  readonly monotonic?: () => number;
  /** Takes a line of the log, without a line feed. */
  readonly write?: (line: string) => void;
}

/** CloudFront has two caches in a row, and each keeps the page for a second. */
const EDGE_KEEPS_MS = 2_100;

/** Wires the whole function. Two calls make two apps that share nothing. */
export const createApp = (config: Config, { now = () => new Date(), monotonic, write = writeLine }: Options = {}) => {
  const metrics = createMetrics({ stage: config.stage, now });
  const log = createLog({ logsRequests: config.logsRequests, metrics, now, write });
  const client = createDynamoClient(config, metrics.startStoreCall);
  const openSavedString = createSavedString({
    revisions: createDynamoRevisions(client, config.tableName),
    initialString: config.initialString,
    leaseMs: config.readLeaseMs,
    reservedMs: config.hasEdgeCache ? EDGE_KEEPS_MS : 0,
    now,
    ...(monotonic && { monotonic }),
  });
  const authenticate = createAuthenticate({ tokens: createDynamoEditorTokens(client, config.tableName), now });

  // A visitor of the page must not wait for Apollo to load.
  let graphql: Promise<GraphQL> | undefined;
  const loadGraphQL = () => {
    graphql ??= import('./graphql/graphql.ts').then(({ createGraphQL }) =>
      createGraphQL({ openSavedString, authenticate, log, metrics }),
    );
    return graphql;
  };

  let memento: Promise<RouteHandler> | undefined;
  const loadMemento = () => {
    memento ??= import('./memento/memento.ts').then(({ createMemento }) =>
      createMemento({ openSavedString, authenticate, log }),
    );
    return memento;
  };

  return {
    handler: createHandler({
      log,
      routes: createRoutes({
        page: createPage({
          openSavedString,
          log,
          script: readFileSync(new URL('../build/page.js', import.meta.url), 'utf8'),
        }),
        memento: async (request, context) => (await loadMemento())(request, context),
        graphql: async (request, context) => (await loadGraphQL()).route(request, context),
        playground: createPlayground(new URL('../build/playground/', import.meta.url)),
        health: createHealth({ openSavedString, log }),
      }),
    }),
    warmUp: () => warmUp({ memorySize: config.memorySize, openSavedString, loadGraphQL }),
  };
};
