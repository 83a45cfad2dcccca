import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql';

type GetFragment = (name: string) => FragmentDefinitionNode | null | undefined;

/** Lists the fields of a selection with its fragments expanded. Each fragment counts once, as in execution. */
export const fieldsOf = (
  { selections }: SelectionSetNode,
  getFragment: GetFragment,
  seen = new Set<string>(),
): FieldNode[] =>
  selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet, getFragment, seen);
    const name = selection.name.value;
    const fragment = seen.has(name) ? undefined : getFragment(name);
    seen.add(name);
    return fragment ? fieldsOf(fragment.selectionSet, getFragment, seen) : [];
  });

/**
 * Limits the lexical tokens of one document: validation compares fields in quadratic time. Full introspection takes
 * 184.
 */
export const MAX_TOKENS = 500;

/** Limits the aliases in one document: only an alias can repeat a field. */
const MAX_ALIASES = 15;

/** Limits the validation errors for one document, including the one which says that there are more. */
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

/** Allows one change per request. If the first of two failed, the meaning of the second would be unclear. */
export const oneMutationField: ValidationRule = (context) => ({
  OperationDefinition: ({ operation, selectionSet }) => {
    const [, second] = operation === 'mutation' ? fieldsOf(selectionSet, (name) => context.getFragment(name)) : [];
    if (second) {
      context.reportError(new GraphQLError('A request may contain only one mutation field.', { nodes: second }));
    }
  },
});

/**
 * Refuses an operation type that the schema lacks. graphql-js notices only in execution, and reports it as a defect.
 */
export const knownOperationType: ValidationRule = (context) => ({
  OperationDefinition: (node) => {
    if (context.getSchema().getRootType(node.operation)) return;
    context.reportError(new GraphQLError(`This API has no ${node.operation}s.`, { nodes: node }));
  },
});
