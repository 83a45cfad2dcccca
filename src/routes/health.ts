import { StoreUnavailableError } from '../domain/errors.ts';
import type { OpenSavedString } from '../domain/saved-string.ts';
import type { RouteHandler } from '../http/handler.ts';
import type { Log } from '../http/log.ts';
import { json, RETRY_AFTER } from '../http/responses.ts';
import { withinTimeBudget } from '../http/time-budget.ts';

const HEALTHY_WITHIN_MS = 1_000;

/** Answers 200 when the string can be read within a second, else 503. */
export const createHealth =
  ({ openSavedString, log }: { openSavedString: OpenSavedString; log: Log }): RouteHandler =>
  async (_request, { awsRequestId }) => {
    try {
      await withinTimeBudget((signal) => openSavedString(signal).latest(), HEALTHY_WITHIN_MS);
      return json(200, { status: 'ok' });
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      log.failure(error, awsRequestId);
      return json(503, { status: 'unavailable' }, RETRY_AFTER);
    }
  };
