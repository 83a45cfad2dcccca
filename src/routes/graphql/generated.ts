// Of the schema 6be741086f3ee624d15fa646dfb8eeb09b6deae1b3a7a9cd9ea4090a99634d1a
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Revision as StoredRevision } from '../../domain/revision.ts';
import type { WeekStats as CountedWeek } from '../../domain/week-stats.ts';
import type { PlannedView } from '../../domain/planned.ts';
import type { GraphQLContext } from './context.ts';
import type { SchemaConfig } from './schema.ts';
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


export const schemaConfig: SchemaConfig = {"description":"The public contract of Saved String: one string that everybody sees, and all its past versions.","types":[{"name":"DateTime","description":"A time in RFC 3339 format, such as `2026-01-31T09:30:00.000Z`. Answers are in UTC; arguments may have any offset.","specifiedByURL":"https://www.rfc-editor.org/rfc/rfc3339"},{"name":"Query","fields":{"savedString":{"description":"The string that every visitor reads right now.","type":"String!","args":{}},"latestRevision":{"description":"The current revision: the string with its version, author and time.","type":"Revision!","args":{}},"revision":{"description":"The revision with this version, or null if there is none.","type":"Revision","args":{"version":{"description":"The version to look up. 0 is the initial string.","type":"Int!"}}},"revisions":{"description":"Every string ever saved, newest first, as a Relay connection.","type":"RevisionConnection!","args":{"first":{"description":"How many revisions to return, from 1 to 100. A page ends after 1 MB, so long strings may give fewer.","type":"Int","defaultValue":20},"after":{"description":"A cursor from an earlier page. The new page begins after it.","type":"String"}}},"stats":{"description":"The numbers of one week, counted from the history.","type":"WeekStats!","args":{"week":{"description":"A week of ISO 8601, such as `2026-W47`. The default is the last one that is over.","type":"String"}}},"viewer":{"description":"The editor whose token the request carries, or null without a token. A token that is refused is UNAUTHENTICATED.","type":"Viewer","args":{}},"revisionAt":{"description":"The revision that visitors read at a time: version 0 before the first save. For editors also in the future: what\nvisitors will read if nobody changes anything.","type":"Revision","args":{"time":{"description":"The time to look up, to the millisecond.","type":"DateTime!"}}},"planned":{"description":"What is planned, in the order of its next occurrences: strings that are to begin, and those that have begun and end by\nthemselves. Only for editors: it is secret until it begins.","type":"[PlannedString!]!","args":{"version":{"description":"What was planned when this version was saved, also what was changed or cancelled since. Without it: what is planned now.","type":"Int"}}}}},{"name":"Mutation","fields":{"setSavedString":{"description":"Saves a new string. Every read that begins after the answer returns it, or a newer one.\n\nWhere readers may keep the string for a while, the answer comes after that time: at most 25 seconds.\n\nIf the store does not answer in time, the error is SERVICE_UNAVAILABLE. Its `extensions.outcome` is NOT_WRITTEN;\nPENDING when the change was saved and will appear soon: do not save it again; or UNKNOWN when it may have been saved\nand may still appear: then read the string before you try again.","type":"Revision!","args":{"value":{"description":"The new string: well-formed Unicode without NUL, at most 32 KiB as UTF-8.","type":"String!"},"until":{"description":"When it ends, in the next five years: then visitors read what they would read without it. Without `until`, the string\nstays until something else is saved or begins. To replace a string only until it ends, pass the `until` it has.","type":"DateTime"},"expectedVersion":{"description":"The version you last read. If it is no longer current, the error is CONFLICT and nothing is written.","type":"Int"},"note":{"description":"An optional reason, up to 280 characters.","type":"String"}}},"planSavedString":{"description":"Plans a string that begins by itself. Only editors see it before, but the history says that someone planned. Returns\nthe current revision, whose string stays.\n\nVisitors read what began last: the last string saved to stay, or a planned string that has begun and not ended. So\nplanned strings may overlap. Fifty can be planned, which take 128 KiB together as stored.","type":"Revision!","args":{"value":{"description":"The planned string: well-formed Unicode without NUL, at most 32 KiB as UTF-8.","type":"String!"},"from":{"description":"When it begins: in the next five years. A string that repeats may have begun in the past.","type":"DateTime!"},"until":{"description":"When it ends. Without it, the planned string stays. A string that repeats needs it.","type":"DateTime"},"repeat":{"description":"How it repeats: a rule of RFC 5545, such as `FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR`. FREQ is DAILY, WEEKLY or MONTHLY, and\nit may have INTERVAL, BYDAY, BYMONTHDAY, and UNTIL or COUNT. It begins and ends at the local times of `from` and\n`until`, also when clocks change; a beginning that the clocks leave out is skipped. It must end before it begins\nagain.","type":"String"},"timeZone":{"description":"The time zone in which it repeats, such as `Europe/Dublin`.","type":"String"},"expectedVersion":{"description":"The version you last read. If it is no longer current, the error is CONFLICT and nothing is written.","type":"Int"},"note":{"description":"An optional reason, up to 280 characters. It is secret until the string begins, too.","type":"String"}}},"changePlanned":{"description":"Changes a planned string. What is left out stays as it is. Returns the current revision, whose string stays unless the\nchanged one has begun.","type":"Revision!","args":{"id":{"description":"The planned string to change.","type":"ID!"},"value":{"description":"As in `planSavedString`.","type":"String"},"from":{"description":"As in `planSavedString`.","type":"DateTime"},"until":{"description":"As in `planSavedString`. Null: it stays.","type":"DateTime"},"repeat":{"description":"As in `planSavedString`. Null: it does not repeat.","type":"String"},"timeZone":{"description":"As in `planSavedString`.","type":"String"},"expectedVersion":{"description":"The version you last read. If it is no longer current, the error is CONFLICT and nothing is written.","type":"Int"},"note":{"description":"An optional reason, up to 280 characters. It is secret until the string begins, too.","type":"String"}}},"cancelPlanned":{"description":"Cancels a planned string with all its occurrences, also one that has begun. Returns the current revision, whose string\nstays unless the cancelled one had begun. To bring it back, plan it again as `planned` lists it at the version before.","type":"Revision!","args":{"id":{"description":"The planned string to cancel.","type":"ID!"},"expectedVersion":{"description":"The version you last read. If it is no longer current, the error is CONFLICT and nothing is written.","type":"Int"},"note":{"description":"An optional reason, up to 280 characters. Visitors can read it in the history.","type":"String"}}},"skipPlanned":{"description":"Skips one occurrence of a planned string that repeats, or no longer skips it. Returns the current revision.","type":"Revision!","args":{"id":{"description":"The planned string that repeats.","type":"ID!"},"occurrence":{"description":"When the occurrence begins, as `occurrences` lists it. One that has begun ends at once.","type":"DateTime!"},"skip":{"description":"False: it takes place after all, if it has not begun.","type":"Boolean!","defaultValue":true},"expectedVersion":{"description":"The version you last read. If it is no longer current, the error is CONFLICT and nothing is written.","type":"Int"},"note":{"description":"An optional reason, up to 280 characters. Visitors can read it in the history.","type":"String"}}},"restoreRevision":{"description":"Brings back an old string by saving it again as a new revision. Nothing is removed.","type":"Revision!","args":{"version":{"description":"The version to bring back. 0 is the initial string.","type":"Int!"},"expectedVersion":{"description":"The version you last read. If it is no longer current, the error is CONFLICT and nothing is written.","type":"Int"},"note":{"description":"An optional reason, up to 280 characters.","type":"String"}}}}},{"name":"Viewer","description":"An editor, as their token says.","fields":{"name":{"description":"The name in every revision they save.","type":"String!","args":{}},"expiresAt":{"description":"The time from which the token is refused.","type":"DateTime!","args":{}}}},{"name":"Revision","description":"One saved string, with who saved it, when and why.","fields":{"version":{"description":"0 for the initial string; saved strings count up from 1 without gaps.","type":"Int!","args":{}},"value":{"description":"The string, exactly as it was typed.","type":"String!","args":{}},"savedAt":{"description":"The time it was saved, or null for version 0.","type":"DateTime","args":{}},"savedBy":{"description":"The name of the editor who saved it, or null for version 0.","type":"String","args":{}},"note":{"description":"The editor's reason, or null if they gave none.","type":"String","args":{}},"restores":{"description":"The version that this one brought back, or null if it is a new string.","type":"Int","args":{}},"until":{"description":"When it ends and visitors read another string, or null if this one stays.","type":"DateTime","args":{}},"keeps":{"description":"The version whose string this one kept, because it only changed what is planned; otherwise null.","type":"Int","args":{}}}},{"name":"PlannedString","description":"A string that begins or ends by itself.","fields":{"id":{"description":"Names it in `changePlanned`, `cancelPlanned` and `skipPlanned`, also after changes.","type":"ID!","args":{}},"value":{"description":"The string, exactly as it was typed.","type":"String!","args":{}},"from":{"description":"When it begins, or began; of a string that repeats, the first time.","type":"DateTime!","args":{}},"until":{"description":"When it ends, or null if it stays; of a string that repeats, the first time.","type":"DateTime","args":{}},"repeat":{"description":"How it repeats, as a rule of RFC 5545; null if it does not.","type":"String","args":{}},"timeZone":{"description":"The time zone in which it repeats; null if it does not.","type":"String","args":{}},"skipped":{"description":"The beginnings that are skipped, in order, unless their time is over.","type":"[DateTime!]!","args":{}},"occurrences":{"description":"The occurrence that has begun, if it has not ended, and those that follow, in order.","type":"[Occurrence!]!","args":{"first":{"description":"How many to return, from 1 to 100.","type":"Int","defaultValue":3}}},"note":{"description":"The editor's reason, or null if they gave none.","type":"String","args":{}},"plannedBy":{"description":"The name of the editor who planned it, or changed it last.","type":"String!","args":{}}}},{"name":"Occurrence","description":"One time at which a planned string is to be shown.","fields":{"from":{"description":"When it begins.","type":"DateTime!","args":{}},"until":{"description":"When it ends, or null if it stays.","type":"DateTime","args":{}}}},{"name":"WeekStats","description":"The numbers of one week, from Monday to Sunday in UTC. A week that is not over is counted until now.","fields":{"week":{"description":"Its name, such as `2026-W47`.","type":"String!","args":{}},"from":{"description":"The first moment of the week.","type":"DateTime!","args":{}},"until":{"description":"The first moment after the week.","type":"DateTime!","args":{}},"saves":{"description":"How many strings were saved, or began by themselves.","type":"Int!","args":{}},"restores":{"description":"How many of them were old strings that came back.","type":"Int!","args":{}},"editors":{"description":"Who saved or planned them, most strings first.","type":"[EditorStats!]!","args":{"first":{"description":"How many editors to return, from 1 to 100.","type":"Int","defaultValue":20}}},"longestShown":{"description":"The saved string that stood longest in this week, or null if there was none yet.","type":"Revision","args":{}},"longestShownSeconds":{"description":"For how long it stood in this week, in seconds.","type":"Int!","args":{}}}},{"name":"EditorStats","description":"The numbers of one editor in a week.","fields":{"name":{"description":"The editor's name.","type":"String!","args":{}},"saves":{"description":"How many strings they saved, or planned that began.","type":"Int!","args":{}}}},{"name":"RevisionConnection","description":"A page of the history.","fields":{"edges":{"description":"The revisions on this page with their cursors, newest first.","type":"[RevisionEdge!]!","args":{}},"nodes":{"description":"The same revisions without cursors.","type":"[Revision!]!","args":{}},"pageInfo":{"description":"The place of this page in the history.","type":"PageInfo!","args":{}}}},{"name":"RevisionEdge","description":"A revision and its place in the history.","fields":{"cursor":{"description":"Pass as `after` to get the revisions that follow.","type":"String!","args":{}},"node":{"description":"The revision itself.","type":"Revision!","args":{}}}},{"name":"PageInfo","description":"The place of a page in the whole list, as defined by the Relay connection specification.","fields":{"hasNextPage":{"description":"Whether older revisions follow this page.","type":"Boolean!","args":{}},"hasPreviousPage":{"description":"Whether newer revisions come before this page.","type":"Boolean!","args":{}},"startCursor":{"description":"The cursor of the first revision on the page, or null if the page is empty.","type":"String","args":{}},"endCursor":{"description":"The cursor of the last revision on the page, or null if the page is empty.","type":"String","args":{}}}}]};