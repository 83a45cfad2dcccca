import {
  type GraphQLFieldConfigMap,
  GraphQLList,
  type GraphQLNamedType,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  specifiedScalarTypes,
} from 'graphql';
import { type Resolvers, schemaConfig } from './generated.ts';

/** The fields of a type, or the arguments of a field. */
interface Members {
  readonly [name: string]: { readonly type: string; readonly args?: Members; readonly [setting: string]: unknown };
}

/** The configuration from which graphql-js constructs the schema, with the names of types in place of types. */
export interface SchemaConfig {
  readonly description: string;
  readonly types: readonly { readonly name: string; readonly fields?: Members; readonly [setting: string]: unknown }[];
}

/**
 * Constructs the schema with its resolvers. Codegen has parsed and checked it: otherwise each cold start would, for 9 % of
 * its time.
 */
export const createSchema = (resolvers: Resolvers): GraphQLSchema => {
  const { types, ...config } = schemaConfig;
  const named = new Map<string, GraphQLNamedType>(specifiedScalarTypes.map((type) => [type.name, type]));

  const toType = (name: string): unknown => {
    if (name.endsWith('!')) return new GraphQLNonNull(toType(name.slice(0, -1)) as GraphQLNamedType);
    if (name.endsWith(']')) return new GraphQLList(toType(name.slice(1, -1)) as GraphQLNamedType);
    return named.get(name);
  };

  const toConfig = (members: Members, resolve: Readonly<Record<string, unknown>> = {}): object =>
    Object.fromEntries(
      Object.entries(members).map(([name, { type, args = {}, ...member }]) => [
        name,
        { ...member, type: toType(type), args: toConfig(args), resolve: resolve[name] },
      ]),
    );

  for (const { fields, ...type } of types) {
    const own = resolvers[type.name as keyof Resolvers] as Readonly<Record<string, unknown>> | undefined;
    const toFields = (fields: Members) => toConfig(fields, own) as GraphQLFieldConfigMap<unknown, unknown>;
    named.set(
      type.name,
      fields ? new GraphQLObjectType({ ...type, fields: () => toFields(fields) }) : new GraphQLScalarType(type),
    );
  }
  return new GraphQLSchema({
    ...config,
    query: named.get('Query') as GraphQLObjectType,
    mutation: named.get('Mutation') as GraphQLObjectType,
    types: types.map(({ name }) => named.get(name) as GraphQLNamedType),
    assumeValid: true,
  });
};
