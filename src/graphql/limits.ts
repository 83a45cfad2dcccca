import { type FieldNode, GraphQLError, Kind, type SelectionSetNode, type ValidationRule } from 'graphql';

/** In lexical tokens of one document. Introspection takes about 300, an elaborate query less. */
export const MAX_TOKENS = 1_000;

/** In one document: an alias is the only way to ask for the same thing again and again. */
const MAX_ALIASES = 15;

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
