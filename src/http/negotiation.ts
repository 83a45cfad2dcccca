import preferredEncodings from 'negotiator/lib/encoding.js';
import preferredMediaTypes from 'negotiator/lib/mediaType.js';
import type { RouteLoader } from './handler.ts';

/**
 * Picks a content type by the Accept header (RFC 9110, section 12.5.1).
 *
 * @returns the most wanted of these types; the first one if there is no header; undefined if none is accepted.
 */
export const preferredType = <Type extends string>(
  accept: string | undefined,
  types: readonly Type[],
): Type | undefined => {
  // Fast path: every browser sends text/html first with q=1, which nothing can outrank, and most programs take anything.
  const html = accept?.startsWith('text/html,') ? types.find((type) => type.startsWith('text/html')) : undefined;
  if (html || !accept || accept === '*/*') return html ?? types[0];
  // Java's HttpURLConnection sends a single asterisk for any type. There is one charset, however a client spells it.
  const wanted = accept
    .replace(/(^|,)\s*\*\s*(?=[;,]|$)/g, '$1*/*')
    .replace(/;\s*charset\s*=\s*("[^"]*"|[^;,]*)/gi, '');
  return preferredMediaTypes(wanted, types)[0] as Type | undefined;
};

/**
 * Picks a content coding by the Accept-Encoding header (RFC 9110, section 12.5.3).
 *
 * @returns the first of these codings that is accepted: clients list theirs in no order of preference.
 */
export const preferredCoding = <Coding extends string>(
  acceptEncoding = '',
  codings: readonly Coding[],
): Coding | undefined => codings.find((coding) => preferredEncodings(acceptEncoding, [coding]).length > 0);

/** Finds one route for browsers, which prefer HTML, and another for all other clients. */
export const htmlOr =
  (html: RouteLoader, other: RouteLoader): RouteLoader =>
  (request) => {
    const types = ['application/json', 'application/graphql-response+json', 'text/html'];
    return (preferredType(request.headers.accept, types) === 'text/html' ? html : other)(request);
  };

/** Finds one route for requests with this parameter in their query, and another for all others. */
export const withQuery =
  (name: string, route: RouteLoader, other: RouteLoader): RouteLoader =>
  (request) =>
    (request.queryStringParameters?.[name] === undefined ? other : route)(request);
