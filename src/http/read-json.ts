import { RequestError } from './errors.ts';
import type { HttpRequest } from './handler.ts';

/** Far above the longest string with its escapes, far below API Gateway's 10 MB. */
const MAX_BODY_BYTES = 256 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * RFC 9110, sections 8.4.1 and 12.5.3: codings are case-insensitive, and a refusal names those that are understood.
 *
 * @throws RequestError 415 for a body that is compressed.
 */
export const refuseCompressed = ({ 'content-encoding': codings = '' }: HttpRequest['headers']): void => {
  if (/^[\s,]*(identity[\s,]*)*$/i.test(codings)) return;
  throw new RequestError(415, 'The body must not be compressed.', { headers: { 'accept-encoding': 'identity' } });
};

/**
 * Reads a body of up to 256 KiB as JSON in UTF-8 (RFC 8259).
 *
 * @throws RequestError 413 for a longer body, 415 for a compressed one, 400 for another format.
 */
export const readJson = ({ headers, body = '', isBase64Encoded }: HttpRequest): unknown => {
  refuseCompressed(headers);
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > MAX_BODY_BYTES) {
    throw new RequestError(413, `The request body has ${bytes.length} bytes; the limit is ${MAX_BODY_BYTES}.`);
  }
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    throw new RequestError(400, 'The request body is not JSON in UTF-8.');
  }
};
