import { readConfig } from './config.ts';
import { createDynamoClient } from './dynamodb/client.ts';
import { createDynamoRevisions } from './dynamodb/revisions.ts';
import { createHandler, type RouteHandler } from './http/handler.ts';
import { createHealth } from './http/health.ts';
import { createLog } from './observability/log.ts';
import { createPage } from './page/page.ts';
import { createPlayground } from './playground/playground.ts';
import { createRoutes } from './routes.ts';
import { createSavedString } from './saved-string/saved-string.ts';

const config = readConfig();
const log = createLog();
const openSavedString = createSavedString({
  revisions: createDynamoRevisions(createDynamoClient(config), config.tableName),
  initialString: config.initialString,
  now: () => new Date(),
});
const authenticate = async () => ({ name: 'anonymous' });

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
