import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { DEFECT, type Explain } from '../../http/errors.ts';
import type { GraphQLContext } from './context.ts';

/**
 * Gives every error of a running operation a code and a status for the client. Apollo's own refusals of a document
 * already have a code and pass unchanged.
 */
export const mapErrors = (explain: Explain): ApolloServerPlugin<GraphQLContext> => ({
  requestDidStart: async () => ({
    willSendResponse: async ({ response: { body, http }, errors = [], contextValue: { requestId } }) => {
      if (body.kind !== 'single') return;
      const { singleResult } = body;
      singleResult.errors?.forEach((shown, index) => {
        if (shown.extensions?.code !== DEFECT) return;
        const { message, status, headers, extensions } = explain(unwrapResolverError(errors[index]), requestId);
        const place = extensions.code === DEFECT ? {} : shown;
        if (status !== undefined) http.status = status;
        for (const [name, value] of Object.entries(headers ?? {})) http.headers.set(name, value);
        singleResult.errors = singleResult.errors?.with(index, { ...place, message, extensions }) ?? [];
      });
    },
  }),
});
