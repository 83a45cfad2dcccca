import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Revision as StoredRevision } from '../../domain/revision.ts';
import type { WeekStats as CountedWeek } from '../../domain/week-stats.ts';
import type { PlannedView } from '../../domain/planned.ts';
import type { GraphQLContext } from './context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  DateTime: { input: string; output: string; }
};

export type EditorStats = {
  name: Scalars['String']['output'];
  saves: Scalars['Int']['output'];
};

export type Mutation = {
  cancelPlanned: Revision;
  changePlanned: Revision;
  planSavedString: Revision;
  restoreRevision: Revision;
  setSavedString: Revision;
  skipPlanned: Revision;
};


export type MutationCancelPlannedArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
  note?: InputMaybe<Scalars['String']['input']>;
};


export type MutationChangePlannedArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  id: Scalars['ID']['input'];
  note?: InputMaybe<Scalars['String']['input']>;
  repeat?: InputMaybe<Scalars['String']['input']>;
  timeZone?: InputMaybe<Scalars['String']['input']>;
  until?: InputMaybe<Scalars['DateTime']['input']>;
  value?: InputMaybe<Scalars['String']['input']>;
};


export type MutationPlanSavedStringArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  from: Scalars['DateTime']['input'];
  note?: InputMaybe<Scalars['String']['input']>;
  repeat?: InputMaybe<Scalars['String']['input']>;
  timeZone?: InputMaybe<Scalars['String']['input']>;
  until?: InputMaybe<Scalars['DateTime']['input']>;
  value: Scalars['String']['input'];
};


export type MutationRestoreRevisionArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  note?: InputMaybe<Scalars['String']['input']>;
  version: Scalars['Int']['input'];
};


export type MutationSetSavedStringArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  note?: InputMaybe<Scalars['String']['input']>;
  until?: InputMaybe<Scalars['DateTime']['input']>;
  value: Scalars['String']['input'];
};


export type MutationSkipPlannedArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
  note?: InputMaybe<Scalars['String']['input']>;
  occurrence: Scalars['DateTime']['input'];
  skip?: Scalars['Boolean']['input'];
};

export type Occurrence = {
  from: Scalars['DateTime']['output'];
  until?: Maybe<Scalars['DateTime']['output']>;
};

export type PageInfo = {
  endCursor?: Maybe<Scalars['String']['output']>;
  hasNextPage: Scalars['Boolean']['output'];
  hasPreviousPage: Scalars['Boolean']['output'];
  startCursor?: Maybe<Scalars['String']['output']>;
};

export type PlannedString = {
  from: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  note?: Maybe<Scalars['String']['output']>;
  occurrences: Array<Occurrence>;
  plannedBy: Scalars['String']['output'];
  repeat?: Maybe<Scalars['String']['output']>;
  skipped: Array<Scalars['DateTime']['output']>;
  timeZone?: Maybe<Scalars['String']['output']>;
  until?: Maybe<Scalars['DateTime']['output']>;
  value: Scalars['String']['output'];
};


export type PlannedStringOccurrencesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type Query = {
  latestRevision: Revision;
  planned: Array<PlannedString>;
  revision?: Maybe<Revision>;
  revisionAt?: Maybe<Revision>;
  revisions: RevisionConnection;
  savedString: Scalars['String']['output'];
  stats: WeekStats;
  viewer?: Maybe<Viewer>;
};


export type QueryPlannedArgs = {
  version?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryRevisionArgs = {
  version: Scalars['Int']['input'];
};


export type QueryRevisionAtArgs = {
  time: Scalars['DateTime']['input'];
};


export type QueryRevisionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryStatsArgs = {
  week?: InputMaybe<Scalars['String']['input']>;
};

export type Revision = {
  keeps?: Maybe<Scalars['Int']['output']>;
  note?: Maybe<Scalars['String']['output']>;
  restores?: Maybe<Scalars['Int']['output']>;
  savedAt?: Maybe<Scalars['DateTime']['output']>;
  savedBy?: Maybe<Scalars['String']['output']>;
  until?: Maybe<Scalars['DateTime']['output']>;
  value: Scalars['String']['output'];
  version: Scalars['Int']['output'];
};

export type RevisionConnection = {
  edges: Array<RevisionEdge>;
  nodes: Array<Revision>;
  pageInfo: PageInfo;
};

export type RevisionEdge = {
  cursor: Scalars['String']['output'];
  node: Revision;
};

export type Viewer = {
  expiresAt: Scalars['DateTime']['output'];
  name: Scalars['String']['output'];
};

export type WeekStats = {
  editors: Array<EditorStats>;
  from: Scalars['DateTime']['output'];
  longestShown?: Maybe<Revision>;
  longestShownSeconds: Scalars['Int']['output'];
  restores: Scalars['Int']['output'];
  saves: Scalars['Int']['output'];
  until: Scalars['DateTime']['output'];
  week: Scalars['String']['output'];
};


export type WeekStatsEditorsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;





/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  EditorStats: ResolverTypeWrapper<EditorStats>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Occurrence: ResolverTypeWrapper<Occurrence>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PlannedString: ResolverTypeWrapper<PlannedView>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Revision: ResolverTypeWrapper<StoredRevision>;
  RevisionConnection: ResolverTypeWrapper<Omit<RevisionConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['RevisionEdge']>, nodes: Array<ResolversTypes['Revision']> }>;
  RevisionEdge: ResolverTypeWrapper<Omit<RevisionEdge, 'node'> & { node: ResolversTypes['Revision'] }>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Viewer: ResolverTypeWrapper<Viewer>;
  WeekStats: ResolverTypeWrapper<CountedWeek>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Boolean: Scalars['Boolean']['output'];
  DateTime: Scalars['DateTime']['output'];
  EditorStats: EditorStats;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  Mutation: Record<PropertyKey, never>;
  Occurrence: Occurrence;
  PageInfo: PageInfo;
  PlannedString: PlannedView;
  Query: Record<PropertyKey, never>;
  Revision: StoredRevision;
  RevisionConnection: Omit<RevisionConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['RevisionEdge']>, nodes: Array<ResolversParentTypes['Revision']> };
  RevisionEdge: Omit<RevisionEdge, 'node'> & { node: ResolversParentTypes['Revision'] };
  String: Scalars['String']['output'];
  Viewer: Viewer;
  WeekStats: CountedWeek;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type EditorStatsResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['EditorStats'] = ResolversParentTypes['EditorStats']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  saves?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  cancelPlanned?: Resolver<ResolversTypes['Revision'], ParentType, ContextType, RequireFields<MutationCancelPlannedArgs, 'id'>>;
  changePlanned?: Resolver<ResolversTypes['Revision'], ParentType, ContextType, RequireFields<MutationChangePlannedArgs, 'id'>>;
  planSavedString?: Resolver<ResolversTypes['Revision'], ParentType, ContextType, RequireFields<MutationPlanSavedStringArgs, 'from' | 'value'>>;
  restoreRevision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType, RequireFields<MutationRestoreRevisionArgs, 'version'>>;
  setSavedString?: Resolver<ResolversTypes['Revision'], ParentType, ContextType, RequireFields<MutationSetSavedStringArgs, 'value'>>;
  skipPlanned?: Resolver<ResolversTypes['Revision'], ParentType, ContextType, RequireFields<MutationSkipPlannedArgs, 'id' | 'occurrence' | 'skip'>>;
};

export type OccurrenceResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Occurrence'] = ResolversParentTypes['Occurrence']> = {
  from?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  until?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PlannedStringResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PlannedString'] = ResolversParentTypes['PlannedString']> = {
  from?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  occurrences?: Resolver<Array<ResolversTypes['Occurrence']>, ParentType, ContextType, RequireFields<PlannedStringOccurrencesArgs, 'first'>>;
  plannedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  repeat?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  skipped?: Resolver<Array<ResolversTypes['DateTime']>, ParentType, ContextType>;
  timeZone?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  until?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  latestRevision?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
  planned?: Resolver<Array<ResolversTypes['PlannedString']>, ParentType, ContextType, Partial<QueryPlannedArgs>>;
  revision?: Resolver<Maybe<ResolversTypes['Revision']>, ParentType, ContextType, RequireFields<QueryRevisionArgs, 'version'>>;
  revisionAt?: Resolver<Maybe<ResolversTypes['Revision']>, ParentType, ContextType, RequireFields<QueryRevisionAtArgs, 'time'>>;
  revisions?: Resolver<ResolversTypes['RevisionConnection'], ParentType, ContextType, RequireFields<QueryRevisionsArgs, 'first'>>;
  savedString?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  stats?: Resolver<ResolversTypes['WeekStats'], ParentType, ContextType, Partial<QueryStatsArgs>>;
  viewer?: Resolver<Maybe<ResolversTypes['Viewer']>, ParentType, ContextType>;
};

export type RevisionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Revision'] = ResolversParentTypes['Revision']> = {
  keeps?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  restores?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  savedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  savedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  until?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RevisionConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RevisionConnection'] = ResolversParentTypes['RevisionConnection']> = {
  edges?: Resolver<Array<ResolversTypes['RevisionEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Revision']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type RevisionEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RevisionEdge'] = ResolversParentTypes['RevisionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Revision'], ParentType, ContextType>;
};

export type ViewerResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Viewer'] = ResolversParentTypes['Viewer']> = {
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WeekStatsResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['WeekStats'] = ResolversParentTypes['WeekStats']> = {
  editors?: Resolver<Array<ResolversTypes['EditorStats']>, ParentType, ContextType, RequireFields<WeekStatsEditorsArgs, 'first'>>;
  from?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  longestShown?: Resolver<Maybe<ResolversTypes['Revision']>, ParentType, ContextType>;
  longestShownSeconds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  restores?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  saves?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  until?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  week?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type Resolvers<ContextType = GraphQLContext> = {
  DateTime?: GraphQLScalarType;
  EditorStats?: EditorStatsResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Occurrence?: OccurrenceResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PlannedString?: PlannedStringResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Revision?: RevisionResolvers<ContextType>;
  RevisionConnection?: RevisionConnectionResolvers<ContextType>;
  RevisionEdge?: RevisionEdgeResolvers<ContextType>;
  Viewer?: ViewerResolvers<ContextType>;
  WeekStats?: WeekStatsResolvers<ContextType>;
};


export const typeDefs = "\"\"\"\nThe public contract of Saved String: one string that everybody sees, and all its past versions.\n\"\"\"\nschema {\n  query: Query\n  mutation: Mutation\n}\n\n\"A time in RFC 3339 format, such as `2026-01-31T09:30:00.000Z`. Answers are in UTC; arguments may have any offset.\"\nscalar DateTime @specifiedBy(url: \"https://www.rfc-editor.org/rfc/rfc3339\")\n\ntype Query {\n  \"The string that every visitor reads right now.\"\n  savedString: String!\n\n  \"The current revision: the string with its version, author and time.\"\n  latestRevision: Revision!\n\n  \"The revision with this version, or null if there is none.\"\n  revision(\"The version to look up. 0 is the initial string.\" version: Int!): Revision\n\n  \"Every string ever saved, newest first, as a Relay connection.\"\n  revisions(\n    \"How many revisions to return, from 1 to 100. A page ends after 1 MB, so long strings may give fewer.\"\n    first: Int = 20\n    \"A cursor from an earlier page. The new page begins after it.\"\n    after: String\n  ): RevisionConnection!\n\n  \"The numbers of one week, counted from the history.\"\n  stats(\"A week of ISO 8601, such as `2026-W47`. The default is the last one that is over.\" week: String): WeekStats!\n  \"The editor whose token the request carries, or null without a token. A token that is refused is UNAUTHENTICATED.\"\n  viewer: Viewer\n\n  \"\"\"\n  The revision that visitors read at a time, or null before the first save. For editors also in the future: what\n  visitors will read if nobody changes anything.\n  \"\"\"\n  revisionAt(\"The time to look up, to the millisecond.\" time: DateTime!): Revision\n\n  \"\"\"\n  What is planned, in the order of its next occurrences: strings that are to begin, and those that have begun and end by\n  themselves. Only for editors: it is secret until it begins.\n  \"\"\"\n  planned(\n    \"What was planned when this version was saved, also what was changed or cancelled since. Without it: what is planned now.\"\n    version: Int\n  ): [PlannedString!]!\n}\n\ntype Mutation {\n  \"\"\"\n  Saves a new string. Every read that begins after the answer returns it, or a newer one.\n\n  Where readers may keep the string for a while, the answer comes after that time: at most 25 seconds.\n\n  If the store does not answer in time, the error is SERVICE_UNAVAILABLE. Its `extensions.outcome` is NOT_WRITTEN;\n  PENDING when the change was saved and will appear soon: do not save it again; or UNKNOWN when it may have been saved\n  and may still appear: then read the string before you try again.\n  \"\"\"\n  setSavedString(\n    \"The new string: well-formed Unicode without NUL, at most 32 KiB as UTF-8.\"\n    value: String!\n    \"\"\"\n    When it ends, in the next five years: then visitors read what they would read without it. Without `until`, the string\n    stays until something else is saved or begins. To replace a string only until it ends, pass the `until` it has.\n    \"\"\"\n    until: DateTime\n    \"The version you last read. If it is no longer current, the error is CONFLICT and nothing is written.\"\n    expectedVersion: Int\n    \"An optional reason, up to 280 characters.\"\n    note: String\n  ): Revision!\n\n  \"\"\"\n  Plans a string that begins by itself. Only editors see it before, but the history says that someone planned. Returns\n  the current revision, whose string stays.\n\n  Visitors read what began last: the last string saved to stay, or a planned string that has begun and not ended. So\n  planned strings may overlap. Fifty can be planned, which take 128 KiB together as stored.\n  \"\"\"\n  planSavedString(\n    \"The planned string: well-formed Unicode without NUL, at most 32 KiB as UTF-8.\"\n    value: String!\n    \"When it begins: in the next five years. A string that repeats may have begun in the past.\"\n    from: DateTime!\n    \"When it ends. Without it, the planned string stays. A string that repeats needs it.\"\n    until: DateTime\n    \"\"\"\n    How it repeats: a rule of RFC 5545, such as `FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR`. FREQ is DAILY, WEEKLY or MONTHLY, and\n    it may have INTERVAL, BYDAY, BYMONTHDAY, and UNTIL or COUNT. It begins and ends at the local times of `from` and\n    `until`, also when clocks change; a beginning that the clocks leave out is skipped. It must end before it begins\n    again.\n    \"\"\"\n    repeat: String\n    \"The time zone in which it repeats, such as `Europe/Dublin`.\"\n    timeZone: String\n    \"The version you last read. If it is no longer current, the error is CONFLICT and nothing is written.\"\n    expectedVersion: Int\n    \"An optional reason, up to 280 characters. It is secret until the string begins, too.\"\n    note: String\n  ): Revision!\n\n  \"\"\"\n  Changes a planned string. What is left out stays as it is. Returns the current revision, whose string stays unless the\n  changed one has begun.\n  \"\"\"\n  changePlanned(\n    \"The planned string to change.\"\n    id: ID!\n    \"As in `planSavedString`.\"\n    value: String\n    \"As in `planSavedString`.\"\n    from: DateTime\n    \"As in `planSavedString`. Null: it stays.\"\n    until: DateTime\n    \"As in `planSavedString`. Null: it does not repeat.\"\n    repeat: String\n    \"As in `planSavedString`.\"\n    timeZone: String\n    \"The version you last read. If it is no longer current, the error is CONFLICT and nothing is written.\"\n    expectedVersion: Int\n    \"An optional reason, up to 280 characters. It is secret until the string begins, too.\"\n    note: String\n  ): Revision!\n\n  \"\"\"\n  Cancels a planned string with all its occurrences, also one that has begun. Returns the current revision, whose string\n  stays unless the cancelled one had begun. To bring it back, plan it again as `planned` lists it at the version before.\n  \"\"\"\n  cancelPlanned(\n    \"The planned string to cancel.\"\n    id: ID!\n    \"The version you last read. If it is no longer current, the error is CONFLICT and nothing is written.\"\n    expectedVersion: Int\n    \"An optional reason, up to 280 characters. Visitors can read it in the history.\"\n    note: String\n  ): Revision!\n\n  \"Skips one occurrence of a planned string that repeats, or no longer skips it. Returns the current revision.\"\n  skipPlanned(\n    \"The planned string that repeats.\"\n    id: ID!\n    \"When the occurrence begins, as `occurrences` lists it. One that has begun ends at once.\"\n    occurrence: DateTime!\n    \"False: it takes place after all, if it has not begun.\"\n    skip: Boolean! = true\n    \"The version you last read. If it is no longer current, the error is CONFLICT and nothing is written.\"\n    expectedVersion: Int\n    \"An optional reason, up to 280 characters. Visitors can read it in the history.\"\n    note: String\n  ): Revision!\n\n  \"Brings back an old string by saving it again as a new revision. Nothing is removed.\"\n  restoreRevision(\n    \"The version to bring back. 0 is the initial string.\"\n    version: Int!\n    \"The version you last read. If it is no longer current, the error is CONFLICT and nothing is written.\"\n    expectedVersion: Int\n    \"An optional reason, up to 280 characters.\"\n    note: String\n  ): Revision!\n}\n\n\"An editor, as their token says.\"\ntype Viewer {\n  \"The name in every revision they save.\"\n  name: String!\n  \"The time from which the token is refused.\"\n  expiresAt: DateTime!\n}\n\n\"One saved string, with who saved it, when and why.\"\ntype Revision {\n  \"0 for the initial string; saved strings count up from 1 without gaps.\"\n  version: Int!\n  \"The string, exactly as it was typed.\"\n  value: String!\n  \"The time it was saved, or null for version 0.\"\n  savedAt: DateTime\n  \"The name of the editor who saved it, or null for version 0.\"\n  savedBy: String\n  \"The editor's reason, or null if they gave none.\"\n  note: String\n  \"The version that this one brought back, or null if it is a new string.\"\n  restores: Int\n  \"When it ends and visitors read another string, or null if this one stays.\"\n  until: DateTime\n  \"The version whose string this one kept, because it only changed what is planned; otherwise null.\"\n  keeps: Int\n}\n\n\"A string that begins or ends by itself.\"\ntype PlannedString {\n  \"Names it in `changePlanned`, `cancelPlanned` and `skipPlanned`, also after changes.\"\n  id: ID!\n  \"The string, exactly as it was typed.\"\n  value: String!\n  \"When it begins, or began; of a string that repeats, the first time.\"\n  from: DateTime!\n  \"When it ends, or null if it stays; of a string that repeats, the first time.\"\n  until: DateTime\n  \"How it repeats, as a rule of RFC 5545; null if it does not.\"\n  repeat: String\n  \"The time zone in which it repeats; null if it does not.\"\n  timeZone: String\n  \"The beginnings that are skipped, in order, unless their time is over.\"\n  skipped: [DateTime!]!\n  \"The occurrence that has begun, if it has not ended, and those that follow, in order.\"\n  occurrences(\"How many to return, from 1 to 100.\" first: Int = 3): [Occurrence!]!\n  \"The editor's reason, or null if they gave none.\"\n  note: String\n  \"The name of the editor who planned it, or changed it last.\"\n  plannedBy: String!\n}\n\n\"One time at which a planned string is to be shown.\"\ntype Occurrence {\n  \"When it begins.\"\n  from: DateTime!\n  \"When it ends, or null if it stays.\"\n  until: DateTime\n}\n\n\"The numbers of one week, from Monday to Sunday in UTC. A week that is not over is counted until now.\"\ntype WeekStats {\n  \"Its name, such as `2026-W47`.\"\n  week: String!\n  \"The first moment of the week.\"\n  from: DateTime!\n  \"The first moment after the week.\"\n  until: DateTime!\n  \"How many strings were saved, or began by themselves.\"\n  saves: Int!\n  \"How many of them were old strings that came back.\"\n  restores: Int!\n  \"Who saved or planned them, most strings first.\"\n  editors(\"How many editors to return, from 1 to 100.\" first: Int = 20): [EditorStats!]!\n  \"The saved string that stood longest in this week, or null if there was none yet.\"\n  longestShown: Revision\n  \"For how long it stood in this week, in seconds.\"\n  longestShownSeconds: Int!\n}\n\n\"The numbers of one editor in a week.\"\ntype EditorStats {\n  \"The editor's name.\"\n  name: String!\n  \"How many strings they saved, or planned that began.\"\n  saves: Int!\n}\n\n\"A page of the history.\"\ntype RevisionConnection {\n  \"The revisions on this page with their cursors, newest first.\"\n  edges: [RevisionEdge!]!\n  \"The same revisions without cursors.\"\n  nodes: [Revision!]!\n  \"The place of this page in the history.\"\n  pageInfo: PageInfo!\n}\n\n\"A revision and its place in the history.\"\ntype RevisionEdge {\n  \"Pass as `after` to get the revisions that follow.\"\n  cursor: String!\n  \"The revision itself.\"\n  node: Revision!\n}\n\n\"The place of a page in the whole list, as defined by the Relay connection specification.\"\ntype PageInfo {\n  \"Whether older revisions follow this page.\"\n  hasNextPage: Boolean!\n  \"Whether newer revisions come before this page.\"\n  hasPreviousPage: Boolean!\n  \"The cursor of the first revision on the page, or null if the page is empty.\"\n  startCursor: String\n  \"The cursor of the last revision on the page, or null if the page is empty.\"\n  endCursor: String\n}\n";