import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { handlers, startServerAndCreateLambdaHandler } from '@as-integrations/aws-lambda';
import type { Authenticate } from '../editors/authenticate.ts';
import type { Answer, Request, RouteHandler } from '../http/handler.ts';
import { timeBudget } from '../http/time-budget.ts';
import type { Log } from '../observability/log.ts';
import type { OpenSavedString } from '../saved-string/saved-string.ts';
import { toAnswer, toRefusal } from './answer.ts';
import type { GraphQLContext } from './context.ts';
import { typeDefs } from './generated.ts';
import { hideDefects } from './hide-defects.ts';
import { limitAliases, MAX_TOKENS, oneMutationField } from './limits.ts';
import { toGraphQLRequest } from './request.ts';
import { createResolvers } from './resolvers.ts';

interface Dependencies {
  readonly openSavedString: OpenSavedString;
  readonly authenticate: Authenticate;
  readonly log: Log;
}

const createServer = (log: Log) =>
  new ApolloServer<GraphQLContext>({
    typeDefs,
    resolvers: createResolvers(log),
    parseOptions: { maxTokens: MAX_TOKENS },
    validationRules: [limitAliases, oneMutationField],
    introspection: true,
    csrfPrevention: true,
    persistedQueries: false,
    // Whatever NODE_ENV says: Lambda does not set it, and Apollo takes that for development.
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      hideDefects(log),
    ],
  });

/** GraphQL over HTTP (https://graphql.github.io/graphql-over-http/draft/), by GET and POST. */
export const createGraphQL = ({ openSavedString, authenticate, log }: Dependencies): RouteHandler => {
  const handler = startServerAndCreateLambdaHandler(
    createServer(log),
    handlers.createRequestHandler<Request, Answer>(toGraphQLRequest, { success: toAnswer, error: toRefusal }),
    {
      context: async ({ event, context }) => {
        const signal = timeBudget();
        return {
          requestId: context.awsRequestId,
          savedString: openSavedString(signal),
          authenticate: () => authenticate(event.headers.authorization, signal),
        };
      },
    },
  );
  // The integration's type still has the callback that Lambda gave up.
  return async (request, context) => (await handler(request, context, () => {})) as Answer;
};
