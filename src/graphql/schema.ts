import { buildSchema, type GraphQLSchema, isObjectType } from 'graphql';
import { type Resolvers, typeDefs } from './generated.ts';

/**
 * The contract with its resolvers. Apollo would do this itself, with a library of three times its size that every cold start
 * had to load.
 */
export const createSchema = (resolvers: Resolvers): GraphQLSchema => {
  // Codegen has checked the contract, so that no cold start has to.
  const schema = buildSchema(typeDefs, { assumeValid: true });
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
