import { hash } from 'node:crypto';
import type { HttpRequest, HttpResponse } from './handler.ts';

/**
 * Makes a strong entity tag (RFC 9110, section 8.8.3).
 *
 * @param source determines the bytes of an answer: the tag is equal for equal sources only.
 */
export const entityTag = (source: string): string => `"${hash('sha256', source, 'base64url')}"`;

/** Apache and Jetty name the coding in the tag of an answer that they compress (https://github.com/mdn/content/issues/4343). */
export const withoutCoding = (tag: string): string => tag.trim().replace(/-+(gzip|br|zstd)"$/, '"');

/** Whether an If-None-Match header (RFC 9110, section 13.1.2) names this tag. The RFC requires a weak comparison. */
export const matches = (ifNoneMatch: string | undefined, tag: string): boolean => {
  if (ifNoneMatch === undefined) return false;
  const tags = ifNoneMatch.split(',').map((candidate) => withoutCoding(candidate).replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(tag);
};

/** Gives a response the entity tag of its body, and leaves out a body that the client has. */
export const revalidate = ({ headers: asked }: HttpRequest, response: HttpResponse): HttpResponse => {
  const headers = { ...response.headers, etag: entityTag(String(response.body)) };
  return matches(asked['if-none-match'], headers.etag) ? { statusCode: 304, headers } : { ...response, headers };
};
