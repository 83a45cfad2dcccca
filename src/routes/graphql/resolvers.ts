import type { Change } from '../../domain/changes.ts';
import type { Editor } from '../../domain/editor.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import type { Revision } from '../../domain/revision.ts';
import { checkPageSize } from '../../domain/saved-string.ts';
import type { Metrics } from '../../http/metrics.ts';
import type { GraphQLContext } from './context.ts';
import type {
  MutationCancelPlannedArgs,
  MutationChangePlannedArgs,
  MutationPlanSavedStringArgs,
  MutationRestoreRevisionArgs,
  MutationSetSavedStringArgs,
  MutationSkipPlannedArgs,
  QueryRevisionsArgs,
  Resolvers,
} from './generated.ts';

/** Makes an opaque cursor: the place after the revision with this version. */
const toCursor = (version: number): string => Buffer.from(`version:${version}`).toString('base64url');

/** @throws InvalidInputError if the text is not one of our cursors. */
const fromCursor = (cursor: string): number => {
  const version = Number(/^version:(\d{1,10})$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1]);
  if (toCursor(version) !== cursor) throw new InvalidInputError('`after` is not a cursor that this API gave out.');
  return version;
};

const DEFAULT_PAGE_SIZE = 20;
const DEFAULT_OCCURRENCES = 3;

const readHistory = async (args: QueryRevisionsArgs, { savedString }: GraphQLContext) => {
  const before = args.after == null ? undefined : fromCursor(args.after);
  const { revisions, hasMore } = await savedString.history({ first: args.first ?? DEFAULT_PAGE_SIZE, before });
  const edges = revisions.map((node) => ({ cursor: toCursor(node.version), node }));
  return {
    edges,
    nodes: revisions,
    pageInfo: {
      hasNextPage: hasMore,
      // A cursor stands for a revision, so that revision comes before the page.
      hasPreviousPage: before !== undefined,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
};

/** @param editor requests the change. */
const toChange = (args: Pick<MutationSetSavedStringArgs, 'expectedVersion' | 'note'>, editor: Editor): Change => ({
  savedBy: editor.name,
  expectedVersion: args.expectedVersion ?? undefined,
  note: args.note ?? null,
});

/** Leaves out what is to stay as it is. */
const toGiven = ({ value, from, until, repeat, timeZone, note }: Omit<MutationChangePlannedArgs, 'id'>) => ({
  ...(value != null && { value }),
  ...(from != null && { from }),
  ...(until !== undefined && { until }),
  ...(repeat !== undefined && { repeat }),
  ...(timeZone !== undefined && { timeZone }),
  ...(note !== undefined && { note }),
});

type Save<Args> = (args: Args, context: GraphQLContext, editor: Editor) => Promise<Revision>;

/** Resolves the root fields and the texts that are counted. map-errors.ts maps the errors thrown here. */
export const createResolvers = (metrics: Metrics): Resolvers => {
  /** Makes a root field for editors: it authenticates first, and counts what was changed. */
  const mutation =
    <Args>(save: Save<Args>) =>
    async (_root: unknown, args: Args, context: GraphQLContext): Promise<Revision> => {
      const revision = await save(args, context, await context.authenticate());
      metrics.count('Saves');
      return revision;
    };
  return {
    Query: {
      savedString: async (_root, _args, { savedString }) => (await savedString.latest()).value,
      latestRevision: (_root, _args, { savedString }) => savedString.latest(),
      revision: async (_root, { version }, { savedString }) => (await savedString.revision(version)) ?? null,
      revisions: (_root, args, context) => readHistory(args, context),
      stats: (_root, { week }, { countWeek }) => countWeek(week),
      viewer: (_root, _args, { hasCredentials, authenticate }) => (hasCredentials ? authenticate() : null),
      revisionAt: async (_root, { time }, { savedString, authenticate }) => {
        const { parseTime } = await import('../../domain/time.ts');
        return savedString.revisionAt(parseTime('time', time), authenticate);
      },
      planned: async (_root, { version }, { savedString, authenticate }) => {
        await authenticate();
        return savedString.planned(version ?? undefined);
      },
    },
    WeekStats: {
      editors: ({ editors }, { first }) => {
        const length = first ?? DEFAULT_PAGE_SIZE;
        checkPageSize(length);
        return editors.slice(0, length);
      },
    },
    EditorStats: {
      name: ({ name }, _args, { limitText }) => limitText(name),
    },
    Revision: {
      value: ({ value }, _args, { limitText }) => limitText(value),
      savedBy: ({ savedBy }, _args, { limitText }) => limitText(savedBy),
      note: ({ note }, _args, { limitText }) => limitText(note),
    },
    PlannedString: {
      value: ({ value }, _args, { limitText }) => limitText(value),
      note: ({ note }, _args, { limitText }) => limitText(note),
      plannedBy: ({ plannedBy }, _args, { limitText }) => limitText(plannedBy),
      skipped: ({ skipped }) => [...skipped],
      occurrences: ({ occurrences }, { first }) => {
        const length = first ?? DEFAULT_OCCURRENCES;
        checkPageSize(length);
        return occurrences(length);
      },
    },
    Mutation: {
      setSavedString: mutation((args: MutationSetSavedStringArgs, { savedString }, editor) =>
        savedString.save(args.value, { ...toChange(args, editor), until: args.until ?? null }),
      ),
      planSavedString: mutation(({ value, ...args }: MutationPlanSavedStringArgs, { savedString }, editor) => {
        const { from, until = null, repeat = null, timeZone = null } = args;
        return savedString.plan(value, { ...toChange(args, editor), from, until, repeat, timeZone });
      }),
      changePlanned: mutation(({ id, ...args }: MutationChangePlannedArgs, { savedString }, editor) =>
        savedString.changePlanned(id, { ...toChange(args, editor), note: undefined, ...toGiven(args) }),
      ),
      cancelPlanned: mutation(({ id, ...args }: MutationCancelPlannedArgs, { savedString }, editor) =>
        savedString.cancelPlanned(id, toChange(args, editor)),
      ),
      skipPlanned: mutation(({ id, occurrence, skip, ...args }: MutationSkipPlannedArgs, { savedString }, editor) =>
        savedString.skipPlanned(id, { ...toChange(args, editor), occurrence, skip: skip ?? true }),
      ),
      restoreRevision: mutation((args: MutationRestoreRevisionArgs, { savedString }, editor) =>
        savedString.restore(args.version, toChange(args, editor)),
      ),
    },
  };
};
