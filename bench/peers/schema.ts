import { readString } from './store.ts';

/** The schema of the peers that serve GraphQL. */
export const typeDefs = 'type Query { savedString: String! }';

export const resolvers = { Query: { savedString: readString } };
