import { readFileSync } from 'node:fs';
import type { Context } from 'aws-lambda';
import type { Config } from './config.ts';
import { createAuthenticate } from './domain/editor.ts';
import type { Revisions } from './domain/entry.ts';
import type { Revision } from './domain/revision.ts';
import { createSavedString } from './domain/saved-string.ts';
import { createExplain } from './http/answer.ts';
import { createHandler, later } from './http/handler.ts';
import { createLog, writeLine } from './http/log.ts';
import { createMetrics } from './http/metrics.ts';
import { withinTimeBudget } from './http/time-budget.ts';
import type { Site } from './routes/page/document.ts';
import { createShow, EDGE_KEEPS_MS } from './routes/page/page.ts';
import { createRoutes } from './routes.ts';
import { announceCommits } from './store/announce.ts';
import { createDynamoClient } from './store/client.ts';
import { createDynamoEditorTokens } from './store/editors.ts';
import { createPost } from './store/post.ts';
import { createDynamoRevisions } from './store/revisions.ts';
import { createSign } from './store/sign.ts';
import type { Announce } from './tasks/push.ts';
import type { TaskEvent } from './tasks/run-task.ts';
import { warmUp } from './warm-up.ts';

interface Options {
  /** The clock. */
  readonly now?: () => Date;
  /** A clock that never goes back, in milliseconds. */
  readonly monotonic?: () => number;
  /** Changes how the log is read, for a host that serves many requests at once. */
  readonly share?: (revisions: Revisions) => Revisions;
  /** Takes a line of the log, without a line feed. */
  readonly write?: (line: string) => void;
}

/** Makes the parts that routes and tasks share. */
const createParts = (
  config: Config,
  { now = () => new Date(), monotonic, share = (revisions) => revisions, write = writeLine }: Options,
) => {
  /** Finds a file that was built for browsers. */
  const built = (path: string) => new URL(`../build/${path}`, import.meta.url);
  const { tableName, lang, heading, domain, pollSeconds, hasEdgeCache, pushSocket, pushUrl: url } = config;
  const metrics = createMetrics({ stage: config.stage, now });
  const log = createLog({ logsRequests: config.logsRequests, metrics, now, write });
  const client = createDynamoClient(config, metrics.startStoreCall);
  const site = { lang, heading, domain, pollSeconds };
  const show = createShow({ ...site, script: readFileSync(built('page.js'), 'utf8'), pushSocket });
  const showStill = (notice?: Site['notice']) => createShow({ ...site, script: '', ...(notice && { notice }) });
  const toNews = (revision: Revision) => ({
    ...revision,
    etag: show.tagsOf(revision)['application/json; charset=utf-8'],
  });
  const loadPublish = later(async () => {
    const { createPublish } = await import('./tasks/push.ts');
    const sign = createSign(config.region, 'appsync');
    const [, channel] = pushSocket?.split(' ') ?? [];
    return createPublish({ url: url ?? '', channel, sign, createPost, credentials: client.credentials, toNews, now });
  });
  /** Tells open pages of what is committed. They ask as well, so a failure is only counted. */
  const announce: Announce = async (content) => {
    try {
      await (await loadPublish())(content);
    } catch {
      metrics.count('FailedPushes');
    }
  };
  const revisions = createDynamoRevisions(client, tableName);
  const openSavedString = createSavedString({
    revisions: share(url === undefined ? revisions : announceCommits(revisions, announce)),
    initialString: config.initialString,
    leaseMs: config.readLeaseMs,
    reservedMs: hasEdgeCache ? EDGE_KEEPS_MS : 0,
    now,
    ...(monotonic && { monotonic }),
  });
  const authenticate = createAuthenticate({ tokens: createDynamoEditorTokens(client, tableName), now });
  const explain = createExplain({ log, metrics });
  return {
    ...config,
    config,
    now,
    built,
    metrics,
    log,
    client,
    openSavedString,
    authenticate,
    explain,
    show,
    tagsOf: show.tagsOf,
    showStill,
    toNews,
    announce,
  };
};

export type Parts = ReturnType<typeof createParts>;

/** Wires the whole function. Two calls make two apps that share nothing. */
export const createApp = (config: Config, options: Options = {}) => {
  const parts = createParts(config, options);
  const { log, explain, openSavedString, toNews } = parts;
  const loadGraphQL = later(async () => (await import('./routes/graphql/graphql.ts')).createGraphQL(parts));
  const loadRunTask = later(async () => {
    const { createRunTask, createTasks } = await import('./tasks/run-task.ts');
    return createRunTask({ tasks: createTasks(parts), log });
  });
  return {
    handler: createHandler({ routes: createRoutes({ ...parts, loadGraphQL }), explain, log }),
    runTask: async (event: TaskEvent, context: Context) => (await loadRunTask())(event, context),
    /** Reads what is pushed to open pages, as JSON. @throws StoreUnavailableError */
    news: () => withinTimeBudget(async (signal) => JSON.stringify(toNews(await openSavedString(signal).latest()))),
    warmUp: () => warmUp({ memorySize: config.memorySize, openSavedString, loadGraphQL }),
  };
};
