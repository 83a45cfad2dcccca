import { readConfig } from './config.ts';
import { createDynamoClient } from './dynamodb/client.ts';
import { createDynamoEditorTokens } from './dynamodb/editor-tokens.ts';
import { createDynamoRevisions } from './dynamodb/revisions.ts';
import { createAuthenticate } from './editors/authenticate.ts';
import { createHandler, type RouteHandler } from './http/handler.ts';
import { createHealth } from './http/health.ts';
import { createLog } from './observability/log.ts';
import { createPage } from './page/page.ts';
import { createPlayground } from './playground/playground.ts';
import { createRoutes } from './routes.ts';
import { createSavedString } from './saved-string/saved-string.ts';

const config = readConfig();
const log = createLog();
const client = createDynamoClient(config);
const now = () => new Date();
const openSavedString = createSavedString({
  revisions: createDynamoRevisions(client, config.tableName),
  initialString: config.initialString,
  now,
});
const authenticate = createAuthenticate({ tokens: createDynamoEditorTokens(client, config.tableName), now });

// A visitor of the page must not wait for Apollo to load.
let graphql: Promise<RouteHandler> | undefined;
const loadGraphQL = async () => {
  const { createGraphQL } = await import('./graphql/graphql.ts');
  return createGraphQL({ openSavedString, authenticate, log });
};

/** The Lambda function behind every route. */
export const handler = createHandler({
  log,
  routes: createRoutes({
    page: createPage({ openSavedString, log }),
    graphql: async (request, context) => {
      graphql ??= loadGraphQL();
      return (await graphql)(request, context);
    },
    playground: createPlayground(new URL('../build/playground/', import.meta.url)),
    health: createHealth({ openSavedString, log }),
  }),
});
