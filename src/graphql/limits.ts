import { GraphQLError, type ValidationRule } from 'graphql';
import { fieldsOf } from './fields-of.ts';

/** Lexical tokens of one document. Introspection takes 184; comparing fields for conflicts takes time with the square of it. */
export const MAX_TOKENS = 500;

/** In one document: an alias is the only way to ask for the same thing again and again. */
const MAX_ALIASES = 15;

/** Validation errors that are reported for one document, the one that says that there are more included. */
export const MAX_VALIDATION_ERRORS = 5;

export const limitAliases: ValidationRule = (context) => {
  let aliases = 0;
  return {
    Field: (node) => {
      if (!node.alias || ++aliases !== MAX_ALIASES + 1) return;
      context.reportError(new GraphQLError(`The document has more than ${MAX_ALIASES} aliases.`, { nodes: node }));
    },
  };
};

/** One request changes one thing: no client could tell what the second change means when the first one fails. */
export const oneMutationField: ValidationRule = (context) => ({
  OperationDefinition: ({ operation, selectionSet }) => {
    const [, second] = operation === 'mutation' ? fieldsOf(selectionSet, (name) => context.getFragment(name)) : [];
    if (second) {
      context.reportError(new GraphQLError('A request may hold one mutation field only.', { nodes: second }));
    }
  },
});

/** Refuses a type of operation that the schema lacks. graphql-js finds out when it executes, and calls that a defect. */
export const knownOperationType: ValidationRule = (context) => ({
  OperationDefinition: (node) => {
    if (context.getSchema().getRootType(node.operation)) return;
    context.reportError(new GraphQLError(`This API has no ${node.operation}s.`, { nodes: node }));
  },
});
