import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { UnauthenticatedError } from '../editors/authenticate.ts';
import type { Log } from '../observability/log.ts';
import type { Metrics } from '../observability/metrics.ts';
import { ConflictError } from '../saved-string/errors.ts';
import type { GraphQLContext } from './context.ts';
import { DEFECT, describeError, isExpected } from './errors.ts';

interface Observers {
  readonly log: Log;
  readonly metrics: Metrics;
}

/**
 * Gives every error of a running operation a code and a status for the client, then counts and logs it. Apollo's own
 * refusals of a document already have a code and pass unchanged.
 */
export const mapErrors = ({ log, metrics }: Observers): ApolloServerPlugin<GraphQLContext> => ({
  requestDidStart: async () => ({
    willSendResponse: async ({ response: { body, http }, errors = [], contextValue: { requestId } }) => {
      if (body.kind !== 'single') return;
      const { singleResult } = body;
      singleResult.errors?.forEach((shown, index) => {
        if (shown.extensions?.code !== DEFECT) return;
        const error = unwrapResolverError(errors[index]);
        if (error instanceof ConflictError) metrics.count('Conflicts');
        if (error instanceof UnauthenticatedError && error.tokenSent) metrics.count('RefusedTokens');
        if (!isExpected(error)) log.failure(error, requestId);

        const { message, status, headers, extensions } = describeError(error, requestId);
        const place = extensions.code === DEFECT ? {} : shown;
        if (status !== undefined) http.status = status;
        for (const [name, value] of Object.entries(headers ?? {})) http.headers.set(name, value);
        singleResult.errors = singleResult.errors?.with(index, { ...place, message, extensions }) ?? [];
      });
    },
  }),
});
