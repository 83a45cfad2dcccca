import type { ApolloServerPlugin } from '@apollo/server';
import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getNullableType,
  getVariableValues,
  isIntrospectionType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';
import type { GraphQLContext } from './context.ts';
import { fieldsOf } from './limits.ts';

interface Document {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Coerced variables, as execution gets them. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The place of a selection: an introspection object, known before execution, or the number of revisions around it. */
type Place = object | number;

/** The most items of a list in the query itself that takes no `first`: the planned strings. */
const MAX_ITEMS = 100;

const META_FIELDS: Readonly<Record<string, GraphQLField<unknown, unknown>>> = {
  __schema: SchemaMetaFieldDef,
  __type: TypeMetaFieldDef,
};

/**
 * Counts the fields that an operation resolves at most, with fragments expanded and list items counted. Its CPU and
 * memory grow with this number. A field that is requested twice counts twice, though it is executed once.
 *
 * Each selection is counted once per place, however many paths lead there, so counting is cheaper than executing.
 *
 * @param limit Counting stops here.
 * @returns a number above `limit` for every operation that resolves more.
 */
export const countFields = ({ schema, operation, fragments, variables }: Document, limit: number): number => {
  const known = new Map<SelectionSetNode, Map<Place, number>>();
  let counted = 0;

  const getFragment = (name: string) => fragments.get(name);

  const countField = (node: FieldNode, parent: GraphQLObjectType, place: Place): number => {
    counted++;
    const field = META_FIELDS[node.name.value] ?? parent.getFields()[node.name.value];
    const type = field && getNamedType(field.type);
    if (!field || !node.selectionSet || !isObjectType(type)) return 1;
    const args = getArgumentValues(field, node, variables);

    if (isIntrospectionType(type)) {
      // The results of these resolvers depend on the schema alone.
      const found = field.resolve?.(place, args, undefined, { schema } as GraphQLResolveInfo);
      const places: readonly Place[] = Array.isArray(found) ? found : found ? [found] : [];
      let sum = 1;
      for (const next of places) sum += countSelection(node.selectionSet, type, next);
      return sum;
    }
    const isList = isListType(getNullableType(field.type));
    const own = isList && parent === schema.getQueryType() ? MAX_ITEMS : place;
    const length = typeof args.first === 'number' ? Math.max(args.first, 0) : own;
    return 1 + (isList ? Number(length) : 1) * countSelection(node.selectionSet, type, length);
  };

  const countSelection = (selectionSet: SelectionSetNode, parent: GraphQLObjectType, place: Place): number => {
    const counts = known.get(selectionSet) ?? new Map<Place, number>();
    known.set(selectionSet, counts);
    const before = counts.get(place);
    if (before !== undefined) return before;

    let sum = 0;
    for (const node of fieldsOf(selectionSet, getFragment)) {
      if (counted > limit) return limit + 1;
      sum += countField(node, parent, place);
    }
    counts.set(place, sum);
    return sum;
  };

  const root = schema.getRootType(operation.operation);
  return root ? countSelection(operation.selectionSet, root, 1) : 0;
};

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
