import type { Log } from '../observability/log.ts';
import type { Change } from '../saved-string/saved-string.ts';
import type { GraphQLContext } from './context.ts';
import { fromCursor, toCursor } from './cursor.ts';
import { isExpected, toGraphQLError } from './errors.ts';
import type {
  MutationRestoreRevisionArgs,
  MutationSetSavedStringArgs,
  QueryRevisionArgs,
  QueryRevisionsArgs,
  Resolvers,
  RevisionConnection,
} from './generated.ts';

const DEFAULT_PAGE_SIZE = 20;

const readHistory = async (args: QueryRevisionsArgs, { savedString }: GraphQLContext): Promise<RevisionConnection> => {
  const before = args.after == null ? undefined : fromCursor(args.after);
  const { revisions, hasMore } = await savedString.history({ first: args.first ?? DEFAULT_PAGE_SIZE, before });
  const edges = revisions.map((node) => ({ cursor: toCursor(node.version), node }));
  return {
    edges,
    nodes: revisions,
    pageInfo: {
      hasNextPage: hasMore,
      // A cursor stands for a revision, so there is at least that one before what follows it.
      hasPreviousPage: before !== undefined,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
};

const toChange = async (
  args: Pick<MutationSetSavedStringArgs, 'expectedVersion' | 'note'>,
  { authenticate }: GraphQLContext,
): Promise<Change> => ({
  savedBy: (await authenticate()).name,
  expectedVersion: args.expectedVersion ?? undefined,
  note: args.note ?? null,
});

/** A root field that turns whatever goes wrong into an error that the client may see. */
const createField =
  (log: Log) =>
  <Args, Result>(resolve: (args: Args, context: GraphQLContext) => Promise<Result>) =>
  async (_root: unknown, args: Args, context: GraphQLContext): Promise<Result> => {
    try {
      return await resolve(args, context);
    } catch (error) {
      if (!isExpected(error)) log.failure(error, context.requestId);
      throw toGraphQLError(error, context.requestId);
    }
  };

/** The resolvers of the root fields; every other field is a property of what these return. */
export const createResolvers = (log: Log): Resolvers => {
  const field = createField(log);
  return {
    Query: {
      savedString: field(async (_args, { savedString }) => (await savedString.latest()).value),
      latestRevision: field((_args, { savedString }) => savedString.latest()),
      revision: field(
        async ({ version }: QueryRevisionArgs, { savedString }) => (await savedString.revision(version)) ?? null,
      ),
      revisions: field(readHistory),
    },
    Mutation: {
      setSavedString: field(async (args: MutationSetSavedStringArgs, context) =>
        context.savedString.save(args.value, await toChange(args, context)),
      ),
      restoreRevision: field(async (args: MutationRestoreRevisionArgs, context) =>
        context.savedString.restore(args.version, await toChange(args, context)),
      ),
    },
  };
};
