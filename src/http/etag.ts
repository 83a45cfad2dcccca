import { hash } from 'node:crypto';
import type { HttpRequest, HttpResponse } from './handler.ts';

/**
 * Makes a strong entity tag (RFC 9110, section 8.8.3).
 *
 * @param source determines the bytes of an answer: the tag is equal for equal sources only.
 */
export const entityTag = (source: string): string => `"${hash('sha256', source, 'base64url')}"`;

/** Whether an If-None-Match header (RFC 9110, section 13.1.2) names this tag. The RFC requires a weak comparison. */
export const matches = (ifNoneMatch: string | undefined, tag: string): boolean => {
  if (ifNoneMatch === undefined) return false;
  const tags = ifNoneMatch.split(',').map((candidate) => candidate.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(tag);
};

/** Gives a response the entity tag of its body, and leaves out a body that the client has. */
export const revalidate = ({ headers: asked }: HttpRequest, response: HttpResponse): HttpResponse => {
  const headers = { ...response.headers, etag: entityTag(String(response.body)) };
  return matches(asked['if-none-match'], headers.etag) ? { statusCode: 304, headers } : { ...response, headers };
};
