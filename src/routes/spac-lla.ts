import type { Authenticate } from '../domain/editor.ts';
import { checkValue } from '../domain/revision.ts';
import type { OpenSavedString } from '../domain/saved-string.ts';
import { RequestError } from '../http/errors.ts';
import type { HttpRequest, Route } from '../http/handler.ts';
import { readJson } from '../http/read-json.ts';
import { json } from '../http/responses.ts';

/** As UTF-8. Reversing this much takes 4 ms. */
const MAX_DATA_BYTES = 4 * 1024;

/** The service that shouts has this long to answer, with this much as received. */
const TIMEOUT_MS = 1_500;
const MAX_ANSWER_BYTES = 64 * 1024;

/**
 * Reverses a text by what people take for one character: an emoji of several code points, or a letter with its accents,
 * stays whole (Unicode Standard Annex 29).
 */
export const reverse = (text: string): string =>
  // Made here: a Node without full ICU crashes, and only this route may feel it.
  Array.from(new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text), ({ segment }) => segment)
    .reverse()
    .join('');

const readAnswer = async ({ body }: Response): Promise<unknown> => {
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
const shoutAt = async (url: string, text: string, signal: AbortSignal): Promise<string> => {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ INPUT: text }),
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    if (!response.ok) throw new Error(`It answered ${response.status}`);
    const { OUTPUT } = Object(await readAnswer(response));
    if (typeof OUTPUT !== 'string') throw new Error('It answered without an OUTPUT');
    return OUTPUT;
  } catch (cause) {
    const details = { code: 'BAD_GATEWAY', fields: { by: new URL(url).host }, cause } as const;
    throw new RequestError(502, 'The service that shouts did not answer as it should.', details);
  }
};

/**
 * @returns undefined for an empty body.
 * @throws RequestError or InvalidInputError
 */
const readData = (request: HttpRequest): string | undefined => {
  if (!request.body) return undefined;
  const { data } = Object(readJson(request));
  if (typeof data !== 'string') {
    throw new RequestError(400, 'The body must be empty, or JSON such as {"data": "all caps"}.');
  }
  checkValue(data);
  return data;
};

interface Dependencies {
  readonly openSavedString: OpenSavedString;
  readonly authenticate: Authenticate;
  /** The address of a service that shouts; undefined to do it here. */
  readonly shoutUrl: string | undefined;
}

/**
 * Answers POST with a text, or the saved string, reversed and then in upper case. If another service shouts, it is for
 * editors only, or everyone could send requests through here.
 */
export const createSpacLla = ({ openSavedString, authenticate, shoutUrl }: Dependencies): Route => ({
  handle: async (request, { signal }) => {
    if (shoutUrl !== undefined) await authenticate(request.headers.authorization, signal);
    const text = readData(request) ?? (await openSavedString(signal).latest()).value;
    const bytes = Buffer.byteLength(text);
    if (bytes > MAX_DATA_BYTES) {
      throw new RequestError(413, `The text takes ${bytes} bytes as UTF-8; the limit is ${MAX_DATA_BYTES}.`);
    }
    const reversed = reverse(text);
    return shoutUrl === undefined
      ? json(200, { data: reversed.toUpperCase(), by: 'local' })
      : json(200, { data: await shoutAt(shoutUrl, reversed, signal), by: new URL(shoutUrl).host });
  },
});
