import type { Content } from '../domain/entry.ts';
import type { Revision } from '../domain/revision.ts';
import type { OpenSavedString } from '../domain/saved-string.ts';
import type { createPost } from '../store/post.ts';
import type { Credentials, createSign } from '../store/sign.ts';
import type { Task } from './run-task.ts';

/** Nobody is told earlier than this that something begins or ends, and then only when. */
const MINUTE_MS = 60_000;

/** A run each minute must not miss what was saved right after the last one. */
const RECENT_MS = 70_000;

/** An editor waits for it. */
const PUBLISH_MS = 300;

/** Tells open pages of a content that is committed. It never throws. */
export type Announce = (content: Pick<Content, 'revision' | 'dueAt'>) => Promise<void>;

/** The tools come with the page, which has loaded them for the store. */
interface Dependencies {
  /** Where AppSync Events takes what is published. */
  readonly url: string;
  readonly channel: string | undefined;
  readonly sign: ReturnType<typeof createSign>;
  readonly createPost: typeof createPost;
  readonly credentials: () => Promise<Credentials>;
  /** Adds to a revision what a page needs to show it. */
  readonly toNews: (revision: Revision) => object;
  readonly now: () => Date;
}

/**
 * Creates a function that publishes a content to open pages: once, and within 300 ms.
 *
 * @returns a function that throws unless the service has taken it.
 */
export const createPublish = ({ url, channel, sign, createPost, credentials, toNews, now }: Dependencies) => {
  const target = new URL(url);
  return async ({ revision, dueAt }: Pick<Content, 'revision' | 'dueAt'>): Promise<void> => {
    const askIn = Math.max(dueAt - now().getTime(), 1);
    const news = { ...toNews(revision), ...(askIn <= MINUTE_MS && { askIn }) };
    const body = JSON.stringify({ channel, events: [JSON.stringify(news)] });
    const headers = { 'content-type': 'application/json', host: target.host };
    // Kept while the process was frozen, a connection may be dead, and there is no second try.
    const { post, destroy } = createPost(target, PUBLISH_MS);
    try {
      const signed = sign({ path: target.pathname, headers, body }, await credentials(), now());
      const { status, text } = await post(signed, body, new AbortController().signal);
      if (status !== 200 || JSON.parse(text).failed.length > 0)
        throw new Error(`Publishing is answered with ${status}`);
    } finally {
      destroy();
    }
  };
};

export interface PushDependencies {
  readonly openSavedString: OpenSavedString;
  readonly announce: Announce;
  readonly now: () => Date;
}

/**
 * Tells open pages when to ask, if something begins or ends within a minute; and again what was saved since the last run, in
 * case that got lost. Its own read writes down what is due.
 */
export const createPush =
  ({ openSavedString, announce, now }: PushDependencies): Task =>
  async (signal) => {
    const { revision, dueAt } = await openSavedString(signal).read();
    const time = now().getTime();
    const isTold = dueAt - time <= MINUTE_MS || time - Date.parse(revision.savedAt ?? '') < RECENT_MS;
    if (isTold) await announce({ revision, dueAt });
    return { isTold };
  };
