import { matches } from '../http/etag.ts';
import type { RouteHandler } from '../http/handler.ts';
import { preferredType } from '../http/negotiation.ts';
import { json, RETRY_AFTER } from '../http/responses.ts';
import { withinTimeBudget } from '../http/time-budget.ts';
import type { Log } from '../observability/log.ts';
import { StoreUnavailableError } from '../saved-string/errors.ts';
import type { OpenSavedString } from '../saved-string/saved-string.ts';
import { CONTENT_TYPES, type Representations } from './representations.ts';

const VARY = { vary: 'Accept' };

interface Dependencies {
  readonly openSavedString: OpenSavedString;
  readonly log: Log;
  readonly representations: Representations;
}

/** Answers GET and HEAD with the current string, as a page or another content type that the client accepts. */
export const createPage = ({ openSavedString, log, representations }: Dependencies): RouteHandler => {
  const { byType, represent } = representations;

  return async (request, { awsRequestId }) => {
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
      const { revision } = await withinTimeBudget((signal) => openSavedString(signal, { arrivedAt }).read());
      const { etag, render } = represent(revision, type);
      const fresh = { 'cache-control': 'no-cache', etag };
      if (matches(request.headers['if-none-match'], etag)) {
        return { statusCode: 304, headers: { ...headers, ...fresh } };
      }
      return respond(200, render(), fresh);
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      log.failure(error, awsRequestId);
      return respond(503, byType[type].renderUnavailable(), { ...RETRY_AFTER, 'cache-control': 'no-store' });
    }
  };
};
