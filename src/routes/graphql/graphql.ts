import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { startServerAndCreateLambdaHandler } from '@as-integrations/aws-lambda';
import type { Authenticate, Editor } from '../../domain/editor.ts';
import type { OpenSavedString, SavedString } from '../../domain/saved-string.ts';
import type { WeekStats } from '../../domain/week-stats.ts';
import { createExplain } from '../../http/errors.ts';
import type { HttpRequest, HttpResponse, RouteHandler } from '../../http/handler.ts';
import type { Log } from '../../http/log.ts';
import type { Metrics } from '../../http/metrics.ts';
import { withinTimeBudget } from '../../http/time-budget.ts';
import type { GraphQLContext } from './context.ts';
import { limitFields } from './count-fields.ts';
import { toGraphQLRequest, toRefusal, toResponse } from './http.ts';
import { createLimitText, limitReads, MAX_REVISIONS_OF_STATS } from './limit-reads.ts';
import { knownOperationType, limitAliases, MAX_TOKENS, MAX_VALIDATION_ERRORS, oneMutationField } from './limits.ts';
import { mapErrors } from './map-errors.ts';
import { createResolvers } from './resolvers.ts';
import { createSchema } from './schema.ts';

interface Dependencies {
  readonly openSavedString: OpenSavedString;
  readonly authenticate: Authenticate;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Counts a week of the log. */
  readonly countWeek: (name: string | null | undefined, log: SavedString) => Promise<WeekStats>;
}

/** A request within its time budget. */
interface TimedRequest {
  readonly request: HttpRequest;
  readonly savedString: SavedString;
  readonly signal: AbortSignal;
}

const createServer = ({ log, metrics }: Pick<Dependencies, 'log' | 'metrics'>) =>
  new ApolloServer<GraphQLContext>({
    schema: createSchema(createResolvers(metrics)),
    parseOptions: { maxTokens: MAX_TOKENS },
    validationRules: [knownOperationType, limitAliases, oneMutationField],
    // graphql-js adds one error which says that there are more. Suggestions would take long for a long name.
    validationOptions: { maxErrors: MAX_VALIDATION_ERRORS - 1, hideSuggestions: true },
    introspection: true,
    csrfPrevention: true,
    persistedQueries: false,
    // Set here because Lambda sets no NODE_ENV, and Apollo takes that for development.
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      limitFields,
      mapErrors(createExplain({ log, metrics })),
    ],
  });

export interface GraphQL {
  /** GraphQL over HTTP (https://graphql.github.io/graphql-over-http/draft/), by GET and POST. */
  readonly route: RouteHandler;
  /** Runs one query, so that the first request finds everything loaded. A failure is left for that request. */
  warmUp(signal: AbortSignal): Promise<void>;
}

export const createGraphQL = ({ openSavedString, authenticate, countWeek, log, metrics }: Dependencies): GraphQL => {
  const server = createServer({ log, metrics });
  const toContext = (
    requestId: string,
    authorization: string | undefined,
    { savedString, signal }: Omit<TimedRequest, 'request'>,
  ): GraphQLContext => {
    const log = limitReads(savedString, MAX_REVISIONS_OF_STATS);
    let editor: Promise<Editor> | undefined;
    return {
      requestId,
      savedString: limitReads(savedString),
      limitText: createLimitText(),
      countWeek: (name) => countWeek(name, log),
      hasCredentials: Boolean(authorization),
      authenticate: () => {
        editor ??= authenticate(authorization, signal);
        return editor;
      },
    };
  };
  const handler = startServerAndCreateLambdaHandler(
    server,
    {
      fromEvent: ({ request }: TimedRequest) => toGraphQLRequest(request),
      toSuccessResult: toResponse,
      toErrorResult: toRefusal,
    },
    {
      context: async ({ event, context }) =>
        toContext(context.awsRequestId, event.request.headers.authorization, event),
    },
  );
  return {
    // Lambda dropped the callback, but the integration's type still has it.
    route: (request, context) =>
      withinTimeBudget(async (signal, extend) => {
        const savedString = openSavedString(signal, { arrivedAt: request.requestContext.timeEpoch, extend });
        return (await handler({ request, savedString, signal }, context, () => {})) as HttpResponse;
      }),

    warmUp: async (signal) => {
      await server.executeOperation(
        { query: 'query WarmUp { savedString }' },
        { contextValue: toContext('init', undefined, { savedString: openSavedString(signal), signal }) },
      );
    },
  };
};
