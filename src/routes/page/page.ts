import { StoreUnavailableError } from '../../domain/errors.ts';
import type { OpenSavedString, SavedString } from '../../domain/saved-string.ts';
import { matches } from '../../http/etag.ts';
import type { RouteHandler } from '../../http/handler.ts';
import type { Log } from '../../http/log.ts';
import { preferredType } from '../../http/negotiation.ts';
import { json, RETRY_AFTER } from '../../http/responses.ts';
import { withinTimeBudget } from '../../http/time-budget.ts';
import { createDocument, type Site } from './document.ts';
import { CONTENT_TYPES, createRepresentations, type Representations } from './representations.ts';

/**
 * CloudFront has two caches in a row, and each keeps the page for a second from when it gets it. In milliseconds, with
 * a tenth of a second for the way. Where a save waits for a lease of 3 s, the way may take 0.6 s.
 */
export const EDGE_KEEPS_MS = 2_100;

/** Everybody asks each time. A browser may keep the body to be told that it is still right. */
const ASK = 'no-cache';

/**
 * CloudFront may keep it for a second, and must not show it for longer, not even when the function fails. Browsers ask.
 * `stale-if-error` (RFC 5861) is needed for that: CloudFront otherwise answers with an expired copy, must-revalidate
 * or not.
 */
const EDGE_KEEPS = 'max-age=0, must-revalidate, s-maxage=1, stale-if-error=0';

const NO_STORE = 'no-store';

/**
 * Makes the Cache-Control header (RFC 9111, section 5.2) of a page.
 *
 * @param keepMs the milliseconds for which it may be kept: 0 while a change is pending, and without a lease.
 */
const createCacheControl =
  ({ hasEdgeCache }: { hasEdgeCache: boolean }) =>
  (keepMs: number): string => {
    if (!hasEdgeCache) return ASK;
    return keepMs >= EDGE_KEEPS_MS ? EDGE_KEEPS : NO_STORE;
  };

const VARY = { vary: 'Accept' };

interface Dependencies extends Site {
  readonly openSavedString: (...request: Parameters<OpenSavedString>) => Pick<SavedString, 'read'>;
  readonly log: Log;
  /** Whether CloudFront is in front, with a cache of its own. */
  readonly hasEdgeCache: boolean;
}

export interface Page {
  /** Answers GET and HEAD with the current string, as a page or another content type that the client accepts. */
  readonly route: RouteHandler;
  readonly tagsOf: Representations['tagsOf'];
}

export const createPage = ({ openSavedString, log, hasEdgeCache, ...site }: Dependencies): Page => {
  const { byType, represent, tagsOf } = createRepresentations(createDocument(site));
  const cacheControl = createCacheControl({ hasEdgeCache });

  const route: RouteHandler = async (request, { awsRequestId }) => {
    const type = preferredType(request.headers.accept, CONTENT_TYPES);
    if (!type) return json(406, { error: 'Not acceptable. Choose one of these types.', types: CONTENT_TYPES }, VARY);

    const headers = { ...byType[type].headers, ...VARY };
    const respond = (statusCode: number, body: string, more: Record<string, string>) => ({
      statusCode,
      headers: { 'content-type': type, ...headers, ...more },
      body,
    });
    try {
      const { timeEpoch: arrivedAt } = request.requestContext;
      const { revision, keepMs } = await withinTimeBudget((signal) => openSavedString(signal, { arrivedAt }).read());
      const { etag, render } = represent(revision, type);
      const fresh = { 'cache-control': cacheControl(keepMs), etag };
      // A cache might take a 304 for leave to keep its copy for another second.
      const mayConfirm = fresh['cache-control'] !== NO_STORE;
      if (mayConfirm && matches(request.headers['if-none-match'], etag)) {
        return { statusCode: 304, headers: { ...headers, ...fresh } };
      }
      return respond(200, render(), fresh);
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      log.failure(error, awsRequestId);
      return respond(503, byType[type].renderUnavailable(), { ...RETRY_AFTER, 'cache-control': NO_STORE });
    }
  };

  return { route, tagsOf };
};

/** Makes a page of this stage. */
export type MakePage = (page: Pick<Dependencies, 'openSavedString' | 'script' | 'notice'>) => Page;
