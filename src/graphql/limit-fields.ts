import type { ApolloServerPlugin } from '@apollo/server';
import { type FragmentDefinitionNode, GraphQLError, getVariableValues, Kind } from 'graphql';
import type { GraphQLContext } from './context.ts';
import { countFields } from './count-fields.ts';

/**
 * Limits the fields that one operation resolves, counting every list item. Execution can't be interrupted, so this
 * bounds its CPU. Full introspection takes about 1,200 fields, everything about 100 revisions 1,400.
 */
const MAX_FIELDS = 10_000;

/** Refuses an operation that resolves too many fields, before it runs. */
export const limitFields: ApolloServerPlugin<GraphQLContext> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ schema, document, operation, request }) => {
      if (!operation) return;
      const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], request.variables ?? {});
      // Execution itself refuses variables that can't be coerced.
      if (!coerced) return;
      const fragments = new Map(
        document.definitions
          .filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION)
          .map((node) => [node.name.value, node]),
      );
      if (countFields({ schema, operation, fragments, variables: coerced }, MAX_FIELDS) <= MAX_FIELDS) return;
      const extensions = { code: 'GRAPHQL_VALIDATION_FAILED', http: { status: 400 } };
      throw new GraphQLError(`The operation asks for more than ${MAX_FIELDS} fields. Request fewer at once.`, {
        extensions,
      });
    },
  }),
};
