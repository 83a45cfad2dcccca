import type { ApolloServerPlugin } from '@apollo/server';
import type { Log } from '../observability/log.ts';
import type { GraphQLContext } from './context.ts';
import { DEFECT, toGraphQLError } from './errors.ts';

/**
 * Hides what went wrong outside of a resolver, such as a value that does not fit its type. What a resolver throws has been
 * dealt with by then, and carries the request's id.
 */
export const hideDefects = (log: Log): ApolloServerPlugin<GraphQLContext> => ({
  requestDidStart: async () => ({
    willSendResponse: async ({ response, errors, contextValue: { requestId } }) => {
      if (response.body.kind !== 'single') return;
      const result = response.body.singleResult;
      result.errors?.forEach((shown, index) => {
        if (shown.extensions?.code !== DEFECT || shown.extensions.requestId !== undefined) return;
        log.failure(errors?.[index], requestId);
        const { message } = toGraphQLError(shown, requestId);
        result.errors = result.errors?.with(index, { message, extensions: { code: DEFECT, requestId } }) ?? [];
        response.http.status = 500;
      });
    },
  }),
});
