import { matches } from '../http/etag.ts';
import type { RouteHandler } from '../http/handler.ts';
import { preferredType } from '../http/negotiation.ts';
import { json, RETRY_AFTER } from '../http/responses.ts';
import { withinTimeBudget } from '../http/time-budget.ts';
import type { Log } from '../observability/log.ts';
import { StoreUnavailableError } from '../saved-string/errors.ts';
import type { OpenSavedString, SavedString } from '../saved-string/saved-string.ts';
import { createCacheControl, NO_STORE } from './cache-control.ts';
import { createDocument, type Site } from './document.ts';
import { CONTENT_TYPES, createRepresentations, type Representations } from './representations.ts';

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

/** Makes a page of this site from another source, with another script. */
export type CreatePage = (source: Pick<Dependencies, 'openSavedString' | 'script'>) => Page;

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
export type MakePage = (page: Pick<Dependencies, 'openSavedString' | 'script'>) => Page;
