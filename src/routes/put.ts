import type { Authenticate } from '../domain/editor.ts';
import { ConflictError } from '../domain/errors.ts';
import type { Revision } from '../domain/revision.ts';
import type { OpenSavedString } from '../domain/saved-string.ts';
import { fixOffset } from '../domain/time.ts';
import { RequestError } from '../http/errors.ts';
import { matches, withoutCoding } from '../http/etag.ts';
import type { HttpRequest, Route } from '../http/handler.ts';
import type { Metrics } from '../http/metrics.ts';
import { refuseCompressed } from '../http/read-json.ts';
import { json } from '../http/responses.ts';

/** The content types of a body that is the text itself. No form of another site can send a PUT, and curl calls it one. */
const TEXT = /^(text\/[^;]*|application\/(octet-stream|x-www-form-urlencoded))\s*(;|$)/i;

const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]*)/i;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const notText = () =>
  new RequestError(
    400,
    'The body is not valid UTF-8. If you did send UTF-8, something altered it in transit: send it as `application/octet-stream`.',
  );

const checkHeaders = (headers: HttpRequest['headers']): void => {
  const { 'content-type': type = '' } = headers;
  if (type !== '' && !TEXT.test(type)) {
    throw new RequestError(
      415,
      'The body is the new string itself: its type must be text/*, application/octet-stream or none.',
    );
  }
  const charset = CHARSET.exec(type)?.[1] ?? 'utf-8';
  if (!/^(utf-?8|us-ascii)$/i.test(charset)) throw new RequestError(415, 'The charset must be UTF-8.');
  refuseCompressed(headers);
  // RFC 9110, section 14.5: a part must not be taken for the whole.
  if (headers['content-range'] !== undefined) throw new RequestError(400, 'The body must be the whole string.');
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
  readonly metrics: Metrics;
}

const PARAMETERS = ['note', 'until', 'empty'];

/** @throws RequestError for a parameter that is unknown, or given twice: it would be lost without a word. */
const readQuery = (query: string) => {
  try {
    decodeURIComponent(query);
  } catch {
    throw new RequestError(400, 'The query string is not percent-encoded UTF-8.');
  }
  const given = new URLSearchParams(query);
  for (const name of given.keys()) {
    if (!PARAMETERS.includes(name)) throw new RequestError(400, `PUT knows no parameter ${JSON.stringify(name)}.`);
    if (given.getAll(name).length > 1) throw new RequestError(400, `There can be only one \`${name}\`.`);
  }
  const until = fixOffset(given.get('until') ?? undefined) ?? null;
  const empty = given.get('empty');
  if (empty !== null && empty !== 'yes') throw new RequestError(400, 'Write `?empty=yes`, or leave it out.');
  return { note: given.get('note'), until, mayBeEmpty: empty !== null };
};

/** The condition of a request (RFC 9110, section 13.1); undefined if it has none that the current string could break. */
const conditionOf = ({ headers }: HttpRequest, tagsOf: Dependencies['tagsOf']) => {
  const { 'if-match': ifMatch = '*', 'if-none-match': ifNoneMatch } = headers;
  if (ifMatch === '*' && ifNoneMatch === undefined) return undefined;
  return (current: Revision): boolean => {
    const tags = Object.values(tagsOf(current));
    // If-Match requires a strong comparison, so that a weak tag never matches.
    const isMatch = ifMatch === '*' || ifMatch.split(',').some((candidate) => tags.includes(withoutCoding(candidate)));
    return isMatch && !tags.some((tag) => matches(ifNoneMatch, tag));
  };
};

/** Answers PUT: the body is the new string. The rules, the errors and what is counted are those of the mutation. */
export const createPut = ({ openSavedString, authenticate, tagsOf, metrics }: Dependencies): Route => {
  // Of the content types, plain text is what was sent.
  const tagOf = (revision: Revision) => ({ etag: tagsOf(revision)['text/plain; charset=utf-8'] });

  return {
    handle: async (request, { signal, extend }) => {
      const { headers, rawQueryString, requestContext } = request;
      const { name: savedBy } = await authenticate(headers.authorization, signal);
      const [value, { mayBeEmpty, ...details }] = [readText(request), readQuery(rawQueryString)];
      // The program that was to write it may have failed.
      if (value === '' && !mayBeEmpty) {
        throw new RequestError(400, 'The body is empty. To save an empty string, add ?empty=yes.');
      }
      const savedString = openSavedString(signal, { arrivedAt: requestContext.timeEpoch, extend });
      const holds = conditionOf(request, tagsOf);
      const current = holds && (await savedString.latest());
      if (current && !holds(current)) throw new ConflictError(current);
      const revision = await savedString.save(value, { savedBy, expectedVersion: current?.version, ...details });
      metrics.count('Saves');
      return json(200, revision, tagOf(revision));
    },
    represent: ({ fields }, { headers }, error) => {
      if (!(error instanceof ConflictError)) return undefined;
      const problem = /\bW\//.test(headers['if-match'] ?? '')
        ? 'If-Match takes no weak tag, which a proxy that compresses makes of it'
        : 'The string has changed since you read it (If-Match)';
      const sentence = `${problem}. Your change was not saved.`;
      return json(412, { error: sentence, ...fields }, tagOf(error.current));
    },
  };
};
