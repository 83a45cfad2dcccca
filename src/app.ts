import { readFileSync } from 'node:fs';
import type { Config } from './config.ts';
import { createDynamoClient } from './dynamodb/client.ts';
import { createDynamoEditorTokens } from './dynamodb/editor-tokens.ts';
import { createDynamoRevisions } from './dynamodb/revisions.ts';
import { createAuthenticate } from './editors/authenticate.ts';
import type { GraphQL } from './graphql/graphql.ts';
import { createHealth } from './health.ts';
import { createHandler } from './http/handler.ts';
import { createLog } from './observability/log.ts';
import { createMetrics } from './observability/metrics.ts';
import { writeLine } from './observability/write-line.ts';
import { createDocument } from './page/document.ts';
import { createPage } from './page/page.ts';
import { createRepresentations } from './page/representations.ts';
import { createPlayground } from './playground/playground.ts';
import { createRoutes } from './routes.ts';
import type { Revisions } from './saved-string/revisions.ts';
import { createSavedString } from './saved-string/saved-string.ts';
import { createRunTask } from './tasks.ts';
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

/** CloudFront has two caches in a row, and each keeps the page for a second. */
const EDGE_KEEPS_MS = 2_100;

/** Wires the whole function. Two calls make two apps that share nothing. */
export const createApp = (
  config: Config,
  { now = () => new Date(), monotonic, share = (revisions) => revisions, write = writeLine }: Options = {},
) => {
  const { webhookUrl: url } = config;
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

  // A visitor of the page must not wait for Apollo to load.
  let graphql: Promise<GraphQL> | undefined;
  const loadGraphQL = () => {
    graphql ??= import('./graphql/graphql.ts').then(({ createGraphQL }) =>
      createGraphQL({ openSavedString, authenticate, log, metrics, now }),
    );
    return graphql;
  };

  const script = readFileSync(new URL('../build/page.js', import.meta.url), 'utf8');
  const representations = createRepresentations(createDocument(script));

  return {
    handler: createHandler({
      log,
      routes: createRoutes({
        page: createPage({ openSavedString, log, representations }),
        put: async (request, context) => {
          const { createPut } = await import('./put/put.ts');
          const { tagsOf } = representations;
          return createPut({ openSavedString, authenticate, tagsOf, log, metrics })(request, context);
        },
        graphql: async (request, context) => (await loadGraphQL()).route(request, context),
        playground: createPlayground(new URL('../build/playground/', import.meta.url)),
        health: createHealth({ openSavedString, log }),
      }),
    }),
    runTask: createRunTask({
      log,
      tasks: {
        'weekly-stats': async (signal) => {
          const [{ reportLastWeek }, { createDynamoMark }, { createSendMail }] = await Promise.all([
            import('./stats/report-last-week.ts'),
            import('./dynamodb/mark.ts'),
            import('./send-mail.ts'),
          ]);
          const mark = createDynamoMark(client, config.tableName, 'stats');
          const sendMail = createSendMail(config);
          return reportLastWeek({ openSavedString, mark, sendMail, stage: config.stage, now }, signal);
        },
        ...(url !== undefined && {
          'deliver-webhook': async (signal) =>
            (await import('./deliver-webhook.ts')).createDeliverWebhook({ config, url, client, openSavedString, now })(
              signal,
            ),
        }),
      },
    }),
    warmUp: () => warmUp({ memorySize: config.memorySize, openSavedString, loadGraphQL }),
  };
};
