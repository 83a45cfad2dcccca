import { entityTag, matches } from '../http/etag.ts';
import type { RouteHandler } from '../http/handler.ts';
import { preferredType } from '../http/negotiation.ts';
import { json, RETRY_AFTER } from '../http/responses.ts';
import { withinTimeBudget } from '../http/time-budget.ts';
import type { Log } from '../observability/log.ts';
import { shorten } from '../page/heading.ts';
import { StoreUnavailableError } from '../saved-string/errors.ts';
import type { OpenSavedString } from '../saved-string/saved-string.ts';
import { formatAtom } from './atom.ts';
import { type Entry, idOf, toEntries } from './entry.ts';
import { formatJsonFeed } from './json-feed.ts';

const ATOM = 'application/atom+xml; charset=utf-8';
const JSON_FEED = 'application/feed+json; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

const MAX_ENTRIES = 20;

/** In UTF-16 code units: enough for a title, even of emoji and many spaces. */
const MAX_TITLE_SOURCE = 1_000;

/** A feed reader shows a title on one line, and needs one. */
const toTitle = ({ version, value }: Entry): string =>
  shorten(value.slice(0, MAX_TITLE_SOURCE).replaceAll(/\s+/g, ' ').trim()) || `Version ${version}`;

interface Dependencies {
  readonly openSavedString: OpenSavedString;
  readonly log: Log;
}

/** Answers GET with the last changes of the string: an Atom feed, or a JSON Feed for a client that prefers one. */
export const createFeed = ({ openSavedString, log }: Dependencies): RouteHandler => {
  const read = async (signal: AbortSignal) => {
    const savedString = openSavedString(signal);
    const { revisions } = await savedString.history({ first: MAX_ENTRIES + 1, before: undefined });
    // The first saved string names the log: it stays what it is when the log moves.
    const oldest = revisions.find(({ version }) => version === 1) ?? (await savedString.revision(1));
    return { revisions, id: idOf('feed', oldest ?? (await savedString.latest())) };
  };

  return async (request, { awsRequestId }) => {
    try {
      const { revisions, id } = await withinTimeBudget(read);
      const entries = toEntries(revisions)
        .slice(0, MAX_ENTRIES)
        .map((entry) => ({ ...entry, title: toTitle(entry) }));
      // A reader that names neither type, such as one that knows RSS only, gets Atom, too.
      const isJson = preferredType(request.headers.accept, [ATOM, JSON_FEED, JSON_TYPE])?.includes('json');
      const body = isJson ? formatJsonFeed(entries) : formatAtom(id, entries);
      const headers = { 'cache-control': 'no-cache', etag: entityTag(body), vary: 'Accept' };
      if (matches(request.headers['if-none-match'], headers.etag)) return { statusCode: 304, headers };
      return { statusCode: 200, headers: { 'content-type': isJson ? JSON_FEED : ATOM, ...headers }, body };
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      log.failure(error, awsRequestId);
      return json(503, { error: error.message }, RETRY_AFTER);
    }
  };
};
