import type { Authenticate } from '../domain/editor.ts';
import { ConflictError, TooLongError } from '../domain/errors.ts';
import type { Revision } from '../domain/revision.ts';
import type { OpenSavedString } from '../domain/saved-string.ts';
import { createExplain, RequestError } from '../http/errors.ts';
import type { HttpRequest, RouteHandler } from '../http/handler.ts';
import type { Log } from '../http/log.ts';
import type { Metrics } from '../http/metrics.ts';
import { json } from '../http/responses.ts';
import { withinTimeBudget } from '../http/time-budget.ts';

/** The content types of a body that is the text itself. No form of another site can send a PUT, and curl calls it one. */
const TEXT = /^(text\/[^;]*|application\/(octet-stream|x-www-form-urlencoded))\s*(;|$)/i;

const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]*)/i;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const notText = () =>
  new RequestError(
    400,
    'The body is not UTF-8, or was changed on its way. If it is, send it with the content type application/octet-stream.',
  );

const checkHeaders = (headers: HttpRequest['headers']): void => {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = headers;
  if (type !== '' && !TEXT.test(type)) {
    throw new RequestError(
      415,
      'The body is the new string itself: its type must be text/*, application/octet-stream or none.',
    );
  }
  const charset = CHARSET.exec(type)?.[1] ?? 'utf-8';
  if (!/^(utf-?8|us-ascii)$/i.test(charset)) throw new RequestError(415, 'The charset must be UTF-8.');
  if (encoding !== 'identity') throw new RequestError(415, 'The body must not be compressed.');
  // RFC 9110, section 14.5: a part must not be taken for the whole.
  if (headers['content-range'] !== undefined) throw new RequestError(400, 'The body must be the whole string.');
  if (headers['if-none-match'] !== undefined) throw new RequestError(400, 'There always is a string: send If-Match.');
};

/**
 * Reads the body of a PUT as text, byte for byte.
 *
 * @throws RequestError when it is called something else, or is not UTF-8.
 */
const readText = ({ headers, body = '', isBase64Encoded }: HttpRequest): string => {
  checkHeaders(headers);
  if (isBase64Encoded) {
    try {
      return utf8.decode(Buffer.from(body, 'base64'));
    } catch {
      throw notText();
    }
  }
  // The gateway hands on as a string what is called text, and may have replaced bytes that are not UTF-8 by U+FFFD.
  const { 'content-length': length = Buffer.byteLength(body) } = headers;
  if (body.includes('\ufffd') || Number(length) !== Buffer.byteLength(body)) throw notText();
  return body;
};

interface Dependencies {
  readonly openSavedString: OpenSavedString;
  readonly authenticate: Authenticate;
  /** Gives the entity tags of a revision, by content type. */
  readonly tagsOf: (revision: Revision) => Readonly<Record<'text/plain; charset=utf-8', string>>;
  readonly log: Log;
  readonly metrics: Metrics;
}

const readNote = (query: string): string | null => {
  try {
    decodeURIComponent(query);
  } catch {
    throw new RequestError(400, 'The query string is not percent-encoded UTF-8.');
  }
  return new URLSearchParams(query).get('note');
};

/** Whether an If-Match header (RFC 9110, section 13.1.1) names one of these tags. The RFC requires a strong comparison. */
const namesOneOf = (ifMatch: string, tags: readonly string[]): boolean =>
  ifMatch.split(',').some((candidate) => tags.includes(candidate.trim()));

/** Answers PUT: the body is the new string. The rules, the errors and what is counted are those of the mutation. */
export const createPut = ({ openSavedString, authenticate, tagsOf, log, metrics }: Dependencies): RouteHandler => {
  const explain = createExplain({ log, metrics });

  // Of the content types, plain text is what was sent.
  const tagOf = (revision: Revision) => ({ etag: tagsOf(revision)['text/plain; charset=utf-8'] });

  const save = (request: HttpRequest): Promise<Revision> =>
    withinTimeBudget(async (signal, extend) => {
      const { headers, rawQueryString, requestContext } = request;
      const { name } = await authenticate(headers.authorization, signal);
      const [value, note] = [readText(request), readNote(rawQueryString)];
      const savedString = openSavedString(signal, { arrivedAt: requestContext.timeEpoch, extend });

      const { 'if-match': ifMatch = '*' } = headers;
      if (ifMatch === '*') return savedString.save(value, { savedBy: name, expectedVersion: undefined, note });
      const current = await savedString.latest();
      if (!namesOneOf(ifMatch, Object.values(tagsOf(current)))) throw new ConflictError(current);
      return savedString.save(value, { savedBy: name, expectedVersion: current.version, note });
    });

  return async (request, { awsRequestId }) => {
    try {
      const revision = await save(request);
      metrics.count('Saves');
      return json(200, revision, tagOf(revision));
    } catch (error) {
      const { message, status, headers = {}, extensions } = explain(error, awsRequestId);
      if (error instanceof ConflictError) {
        const sentence = 'The string is no longer the one that If-Match names. Your change was not saved.';
        return json(412, { error: sentence, ...extensions }, tagOf(error.current));
      }
      return json(status ?? (error instanceof TooLongError ? 413 : 400), { error: message, ...extensions }, headers);
    }
  };
};
