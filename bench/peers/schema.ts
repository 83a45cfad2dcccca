import { readString, saveString } from './store.ts';

/** The schema of the peers that serve GraphQL. */
export const typeDefs = /* GraphQL */ `
  type Query {
    savedString: String!
  }

  type Mutation {
    setSavedString(value: String!): String!
  }
`;

export const resolvers = {
  Query: { savedString: readString },
  Mutation: { setSavedString: (_parent: unknown, { value }: { value: string }) => saveString(value) },
};
