import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isIntrospectionType,
  isListType,
  isObjectType,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';
import { fieldsOf } from './fields-of.ts';

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
const MAX_ITEMS = 10;

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
