import { readString, saveString } from './saved-string.ts';

/** What the peers that serve GraphQL serve. */
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
