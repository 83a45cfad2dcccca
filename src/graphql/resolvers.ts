import { UnauthenticatedError } from '../editors/authenticate.ts';
import type { Editor } from '../editors/editor.ts';
import type { Log } from '../observability/log.ts';
import type { Metrics } from '../observability/metrics.ts';
import { ConflictError } from '../saved-string/errors.ts';
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
  Revision,
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

/** @param editor who asks for the change. */
const toChange = (args: Pick<MutationSetSavedStringArgs, 'expectedVersion' | 'note'>, editor: Editor): Change => ({
  savedBy: editor.name,
  expectedVersion: args.expectedVersion ?? undefined,
  note: args.note ?? null,
});

type Field<Args, Result> = (args: Args, context: GraphQLContext) => Promise<Result>;
type EditorsField<Args, Result> = (args: Args, context: GraphQLContext, editor: Editor) => Promise<Result>;

interface Observers {
  readonly log: Log;
  readonly metrics: Metrics;
}

/** A root field that turns whatever goes wrong into an error that the client may see. */
const createField =
  ({ log, metrics }: Observers) =>
  <Args, Result>(resolve: Field<Args, Result>) =>
  async (_root: unknown, args: Args, context: GraphQLContext): Promise<Result> => {
    try {
      return await resolve(args, context);
    } catch (error) {
      if (error instanceof ConflictError) metrics.count('Conflicts');
      if (error instanceof UnauthenticatedError && error.tokenSent) metrics.count('RefusedTokens');
      if (!isExpected(error)) log.failure(error, context.requestId);
      throw toGraphQLError(error, context.requestId);
    }
  };

/** A root field that nobody but an editor gets to: whoever they are is found out before anything else happens. */
const forEditors =
  <Args, Result>(resolve: EditorsField<Args, Result>): Field<Args, Result> =>
  async (args, context) =>
    resolve(args, context, await context.authenticate());

/** The resolvers of the root fields; every other field is a property of what these return. */
export const createResolvers = (observers: Observers): Resolvers => {
  const field = createField(observers);
  const mutation = <Args>(save: EditorsField<Args, Revision>) =>
    field(
      forEditors(async (args: Args, context, editor) => {
        const revision = await save(args, context, editor);
        observers.metrics.count('Saves');
        return revision;
      }),
    );
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
      setSavedString: mutation((args: MutationSetSavedStringArgs, { savedString }, editor) =>
        savedString.save(args.value, toChange(args, editor)),
      ),
      restoreRevision: mutation((args: MutationRestoreRevisionArgs, { savedString }, editor) =>
        savedString.restore(args.version, toChange(args, editor)),
      ),
    },
  };
};
