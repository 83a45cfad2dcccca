import { ApolloServer, type HTTPGraphQLRequest } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { startServerAndCreateLambdaHandler } from '@as-integrations/aws-lambda';
import type { Context } from 'aws-lambda';
import type { Authenticate, Editor } from '../../domain/editor.ts';
import type { OpenSavedString, SavedString } from '../../domain/saved-string.ts';
import type { Explain } from '../../http/answer.ts';
import type { Call, HttpResponse, Route } from '../../http/handler.ts';
import type { Metrics } from '../../http/metrics.ts';
import type { GraphQLContext } from './context.ts';
import { limitFields } from './count-fields.ts';
import { toGraphQLRequest, toRefusal, toResponse } from './http.ts';
import { createLimitText, createReadUnits, limitReads, MAX_REVISIONS_OF_STATS } from './limit-reads.ts';
import { knownOperationType, limitAliases, MAX_TOKENS, MAX_VALIDATION_ERRORS, oneMutationField } from './limits.ts';
import { mapErrors } from './map-errors.ts';
import { createResolvers } from './resolvers.ts';
import { createSchema } from './schema.ts';

interface Dependencies {
  readonly openSavedString: OpenSavedString;
  readonly authenticate: Authenticate;
  readonly explain: Explain;
  readonly metrics: Metrics;
  readonly now: () => Date;
}

/** An operation on its way to Apollo. */
interface Operation extends Pick<Call, 'requestId' | 'signal'> {
  readonly request: HTTPGraphQLRequest;
  readonly authorization: string | undefined;
  readonly savedString: SavedString;
  readonly readUnits: ReturnType<typeof createReadUnits>;
}

const createServer = ({ explain, metrics }: Pick<Dependencies, 'explain' | 'metrics'>) =>
  new ApolloServer<GraphQLContext>({
    schema: createSchema(createResolvers(metrics)),
    parseOptions: { maxTokens: MAX_TOKENS },
    validationRules: [knownOperationType, limitAliases, oneMutationField],
    // graphql-js adds one error which says that there are more. Suggestions would take long for a long name.
    validationOptions: { maxErrors: MAX_VALIDATION_ERRORS - 1, hideSuggestions: true },
    introspection: true,
    // There is no cookie, and nothing else that a browser would add by itself: another site gains nothing by a query.
    csrfPrevention: false,
    persistedQueries: false,
    logger: console,
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
      mapErrors(explain),
    ],
  });

export interface GraphQL extends Route {
  /** Runs one query, so that the first request finds everything loaded. A failure is left for that request. */
  warmUp(signal: AbortSignal): Promise<void>;
}

/** Answers GraphQL over HTTP (https://graphql.github.io/graphql-over-http/draft/), by GET and POST. */
export const createGraphQL = ({ openSavedString, authenticate, explain, metrics, now }: Dependencies): GraphQL => {
  const server = createServer({ explain, metrics });

  const toContext = ({
    requestId,
    authorization,
    savedString,
    readUnits,
    signal,
  }: Omit<Operation, 'request'>): GraphQLContext => {
    const statsLog = limitReads(savedString, readUnits, MAX_REVISIONS_OF_STATS);
    let editor: Promise<Editor> | undefined;
    return {
      requestId,
      savedString: limitReads(savedString, readUnits),
      limitText: createLimitText(),
      countWeek: async (name) => {
        const { countWeek, lastWeek, parseWeek } = await import('../../domain/week-stats.ts');
        return countWeek(name == null ? lastWeek(now()) : parseWeek(name, now()), statsLog, now());
      },
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
      fromEvent: ({ request }: Operation) => request,
      toSuccessResult: toResponse,
      toErrorResult: (error) => {
        throw error;
      },
    },
    { context: async ({ event }) => toContext(event) },
  );

  return {
    handle: async (request, { requestId, signal, extend }) => {
      const readUnits = createReadUnits();
      const { countUnits } = readUnits;
      const operation: Operation = {
        request: toGraphQLRequest(request),
        authorization: request.headers.authorization,
        savedString: openSavedString(signal, { arrivedAt: request.requestContext.timeEpoch, extend, countUnits }),
        readUnits,
        requestId,
        signal,
      };
      // Lambda dropped the callback, and nothing here needs the context, but the integration's type has both.
      return (await handler(operation, {} as Context, () => {})) as HttpResponse;
    },

    represent: toRefusal,

    warmUp: async (signal) => {
      const savedString = openSavedString(signal);
      await server.executeOperation(
        { query: 'query WarmUp { savedString }' },
        {
          contextValue: toContext({
            requestId: 'init',
            authorization: undefined,
            savedString,
            readUnits: createReadUnits(),
            signal,
          }),
        },
      );
    },
  };
};
