import { RequestError } from '../http/errors.ts';
import type { HttpRequest } from '../http/handler.ts';

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
export const readText = ({ headers, body = '', isBase64Encoded }: HttpRequest): string => {
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
