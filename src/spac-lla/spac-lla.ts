import { type Authenticate, UnauthenticatedError } from '../editors/authenticate.ts';
import type { HttpRequest, HttpResponse, RouteHandler } from '../http/handler.ts';
import { json, RETRY_AFTER } from '../http/responses.ts';
import { withinTimeBudget } from '../http/time-budget.ts';
import type { Log } from '../observability/log.ts';
import { InvalidInputError, StoreUnavailableError } from '../saved-string/errors.ts';
import { checkValue } from '../saved-string/rules.ts';
import type { OpenSavedString } from '../saved-string/saved-string.ts';
import { reverse } from './reverse.ts';
import { localShouter, ShoutError } from './shout.ts';
import { createShoutcloud } from './shoutcloud.ts';

/** As UTF-8. Reversing this much takes 4 ms. */
const MAX_DATA_BYTES = 4 * 1024;

const EXPECTED = 'The body must be empty, or JSON such as {"data": "all caps"}.';

/**
 * @returns undefined for an empty body.
 * @throws InvalidInputError
 */
const readData = ({ body = '', isBase64Encoded }: HttpRequest): string | undefined => {
  if (body === '') return undefined;
  let data: unknown;
  try {
    const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
    data = Object(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))).data;
  } catch {}
  if (typeof data !== 'string') throw new InvalidInputError(EXPECTED);
  checkValue(data);
  return data;
};

interface Dependencies {
  readonly openSavedString: OpenSavedString;
  readonly authenticate: Authenticate;
  /** The address of a service that shouts; undefined to do it here. */
  readonly shoutUrl: string | undefined;
  readonly log: Log;
}

/**
 * Answers POST with a text, or the saved string, reversed and then in upper case. If another service shouts, it is for
 * editors only, or everyone could send requests through here.
 */
export const createSpacLla = ({ openSavedString, authenticate, shoutUrl, log }: Dependencies): RouteHandler => {
  const { name: by, shout } = shoutUrl === undefined ? localShouter : createShoutcloud(shoutUrl);

  const answer = async (request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> => {
    if (shoutUrl !== undefined) await authenticate(request.headers.authorization, signal);
    const text = readData(request) ?? (await openSavedString(signal).latest()).value;
    const bytes = Buffer.byteLength(text);
    if (bytes > MAX_DATA_BYTES) {
      return json(413, { error: `The text takes ${bytes} bytes as UTF-8; the limit is ${MAX_DATA_BYTES}.` });
    }
    return json(200, { data: await shout(reverse(text), signal), by });
  };

  return async (request, { awsRequestId }) => {
    try {
      return await withinTimeBudget((signal) => answer(request, signal));
    } catch (error) {
      if (error instanceof InvalidInputError) return json(400, { error: error.message });
      if (error instanceof UnauthenticatedError) {
        const challenge = error.tokenSent ? 'Bearer error="invalid_token"' : 'Bearer';
        return json(401, { error: error.message }, { 'www-authenticate': challenge });
      }
      log.failure(error, awsRequestId);
      if (error instanceof ShoutError) return json(502, { error: error.message, by });
      if (error instanceof StoreUnavailableError) return json(503, { error: error.message }, RETRY_AFTER);
      throw error;
    }
  };
};
