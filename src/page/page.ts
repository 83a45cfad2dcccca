import { html, RETRY_AFTER } from '../http/answers.ts';
import { entityTag, matches } from '../http/etag.ts';
import type { RouteHandler } from '../http/handler.ts';
import { withinTimeBudget } from '../http/time-budget.ts';
import type { Log } from '../observability/log.ts';
import { StoreUnavailableError } from '../saved-string/errors.ts';
import type { OpenSavedString } from '../saved-string/saved-string.ts';
import { CONTENT_SECURITY_POLICY, renderDocument } from './document.ts';

const POLICY = { 'content-security-policy': CONTENT_SECURITY_POLICY };

/** The page that every visitor sees, for GET and HEAD. */
export const createPage =
  ({ openSavedString, log }: { openSavedString: OpenSavedString; log: Log }): RouteHandler =>
  async (request, { awsRequestId }) => {
    try {
      const { value } = await withinTimeBudget((signal) => openSavedString(signal).latest());
      const document = renderDocument(`The saved string is ${value}`);
      // The tag covers every byte, so a new string and a new build of the page both change it.
      const headers = { ...POLICY, 'cache-control': 'no-cache', etag: entityTag(document) };
      if (matches(request.headers['if-none-match'], headers.etag)) return { statusCode: 304, headers };
      return html(200, document, headers);
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      log.failure(error, awsRequestId);
      const headers = { ...POLICY, ...RETRY_AFTER, 'cache-control': 'no-store' };
      return html(503, renderDocument('The saved string can’t be read right now'), headers);
    }
  };
