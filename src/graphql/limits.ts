import { type FieldNode, GraphQLError, Kind, type SelectionSetNode, type ValidationRule } from 'graphql';

/** In lexical tokens of one document. Full introspection takes 184. Comparing fields for conflicts takes time that grows with the square. */
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

/** One request changes one thing: what the second change of a request would mean when the first one failed is anyone's guess. */
export const oneMutationField: ValidationRule = (context) => {
  // A fragment counts once: spread again, it asks for the same fields again, and those are executed once.
  const fieldsOf = (selectionSet: SelectionSetNode, seen: Set<string>): FieldNode[] =>
    selectionSet.selections.flatMap((selection): FieldNode[] => {
      if (selection.kind === Kind.FIELD) return [selection];
      if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet, seen);
      const name = selection.name.value;
      const fragment = seen.has(name) ? undefined : context.getFragment(name);
      seen.add(name);
      return fragment ? fieldsOf(fragment.selectionSet, seen) : [];
    });
  return {
    OperationDefinition: ({ operation, selectionSet }) => {
      const [, second] = operation === 'mutation' ? fieldsOf(selectionSet, new Set()) : [];
      if (second) {
        context.reportError(new GraphQLError('A request may hold one mutation field only.', { nodes: second }));
      }
    },
  };
};

/** Refuses a type of operation that the schema lacks. graphql-js finds out when it executes, and calls that a defect. */
export const knownOperationType: ValidationRule = (context) => ({
  OperationDefinition: (node) => {
    if (context.getSchema().getRootType(node.operation)) return;
    context.reportError(new GraphQLError(`This API has no ${node.operation}s.`, { nodes: node }));
  },
});
