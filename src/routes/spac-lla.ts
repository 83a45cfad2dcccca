import { type Authenticate, UnauthenticatedError } from '../domain/editor.ts';
import { InvalidInputError, StoreUnavailableError } from '../domain/errors.ts';
import { checkValue } from '../domain/revision.ts';
import type { OpenSavedString } from '../domain/saved-string.ts';
import type { HttpRequest, HttpResponse, RouteHandler } from '../http/handler.ts';
import type { Log } from '../http/log.ts';
import { json, RETRY_AFTER } from '../http/responses.ts';
import { withinTimeBudget } from '../http/time-budget.ts';

/**
 * Reverses a text by what people take for one character: an emoji of several code points, or a letter with its accents,
 * stays whole (Unicode Standard Annex 29).
 */
export const reverse = (text: string): string =>
  // Made here: a Node without full ICU crashes, and only this route may feel it.
  Array.from(new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text), ({ segment }) => segment)
    .reverse()
    .join('');

/** Says a text in upper case. */
interface Shouter {
  /** The name that the answer gives. */
  readonly name: string;
  /** @throws ShoutError */
  readonly shout: (text: string, signal: AbortSignal) => Promise<string>;
}

/** Another service was to shout, and did not. `cause` says why, for the log only. */
class ShoutError extends Error {
  override readonly name = 'ShoutError';
}

const localShouter: Shouter = { name: 'local', shout: async (text) => text.toUpperCase() };

const TIMEOUT_MS = 1_500;

/** As received. */
const MAX_ANSWER_BYTES = 64 * 1024;

const readBody = async ({ body }: Response): Promise<unknown> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new Error(`It answered with more than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
};

/** Lets a service like SHOUTCLOUD shout: it takes a POST of `{"INPUT": "…"}` and answers `{"OUTPUT": "…"}`. */
const createShoutcloud = (url: string): Shouter => ({
  name: new URL(url).host,
  shout: async (text, signal) => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ INPUT: text }),
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      if (!response.ok) throw new Error(`It answered ${response.status}`);
      const { OUTPUT } = Object(await readBody(response));
      if (typeof OUTPUT !== 'string') throw new Error('It answered without an OUTPUT');
      return OUTPUT;
    } catch (cause) {
      throw new ShoutError('The service that was to shout did not answer as it should.', { cause });
    }
  },
});

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
