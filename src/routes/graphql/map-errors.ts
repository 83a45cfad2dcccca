import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import type { Explain } from '../../http/answer.ts';
import { DEFECT } from '../../http/errors.ts';
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
        const { message, status, headers, fields } = explain(unwrapResolverError(errors[index]), requestId);
        const place = fields.code === DEFECT ? {} : shown;
        singleResult.errors = singleResult.errors?.with(index, { ...place, message, extensions: fields }) ?? [];
        // Whatever failed in it, an answer with data is a success; so is the refusal of an argument.
        if (singleResult.data || fields.code === 'BAD_USER_INPUT') return;
        http.status = status;
        for (const [name, value] of Object.entries(headers)) http.headers.set(name, value);
      });
    },
  }),
});
