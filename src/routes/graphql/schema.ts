import { buildSchema, type GraphQLSchema, isObjectType } from 'graphql';
import { type Resolvers, typeDefs } from './generated.ts';

/**
 * Builds the schema with its resolvers. Apollo would use @graphql-tools/schema, three times the code that this takes,
 * and every cold start would load it.
 */
export const createSchema = (resolvers: Resolvers): GraphQLSchema => {
  // Codegen has checked the schema, so a cold start can skip that, and nobody asks where in the file something is.
  const schema = buildSchema(typeDefs, { assumeValid: true, noLocation: true });
  for (const [typeName, fields] of Object.entries(resolvers)) {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) throw new Error(`The schema has no object type ${typeName}`);
    for (const [name, resolve] of Object.entries(fields)) {
      const field = type.getFields()[name];
      if (!field) throw new Error(`The schema has no field ${typeName}.${name}`);
      field.resolve = resolve;
    }
  }
  return schema;
};
