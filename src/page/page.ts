import { json, RETRY_AFTER } from '../http/answers.ts';
import { matches } from '../http/etag.ts';
import type { RouteHandler } from '../http/handler.ts';
import { preferredType } from '../http/negotiation.ts';
import { withinTimeBudget } from '../http/time-budget.ts';
import type { Log } from '../observability/log.ts';
import { StoreUnavailableError } from '../saved-string/errors.ts';
import type { OpenSavedString } from '../saved-string/saved-string.ts';
import { CONTENT_TYPES, SHAPES, tagOf } from './shapes.ts';

const VARY = { vary: 'Accept' };

/** The string that every visitor sees, as a page or in what other shape they accept, for GET and HEAD. */
export const createPage =
  ({ openSavedString, log }: { openSavedString: OpenSavedString; log: Log }): RouteHandler =>
  async (request, { awsRequestId }) => {
    const type = preferredType(request.headers.accept, CONTENT_TYPES);
    if (!type) return json(406, { error: 'The string comes as one of these types', types: CONTENT_TYPES }, VARY);

    const shape = SHAPES[type];
    const headers = { ...shape.headers, ...VARY };
    const answer = (statusCode: number, body: string, more: Record<string, string>) => ({
      statusCode,
      headers: { 'content-type': type, ...headers, ...more },
      body,
    });
    try {
      const revision = await withinTimeBudget((signal) => openSavedString(signal).latest());
      const fresh = { 'cache-control': 'no-cache', etag: tagOf(type, revision) };
      if (matches(request.headers['if-none-match'], fresh.etag)) {
        return { statusCode: 304, headers: { ...headers, ...fresh } };
      }
      return answer(200, shape.show(revision), fresh);
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      log.failure(error, awsRequestId);
      return answer(503, shape.apologize(), { ...RETRY_AFTER, 'cache-control': 'no-store' });
    }
  };
