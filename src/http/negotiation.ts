import preferredEncodings from 'negotiator/lib/encoding.js';
import preferredMediaTypes from 'negotiator/lib/mediaType.js';
import type { RouteHandler } from './handler.ts';

/**
 * @returns which of these types an Accept header (RFC 9110, section 12.5.1) wants most; without a header, the first one; and
 * undefined if it wants none of them.
 */
export const preferredType = <Type extends string>(
  accept: string | undefined,
  types: readonly Type[],
): Type | undefined => {
  // So every browser begins, and nothing can be wanted more: there is no need to read on.
  const html = accept?.startsWith('text/html,') ? types.find((type) => type.startsWith('text/html')) : undefined;
  return html ?? (preferredMediaTypes(accept || '*/*', types)[0] as Type | undefined);
};

/** Whether an Accept-Encoding header (RFC 9110, section 12.5.3) lets us answer with brotli. */
export const acceptsBrotli = (acceptEncoding = ''): boolean => preferredEncodings(acceptEncoding, ['br']).length > 0;

/** Gives a browser, which asks for HTML before all else, one answer and everybody else another. */
export const htmlOr =
  (html: RouteHandler, other: RouteHandler): RouteHandler =>
  (request, context) => {
    const types = ['application/json', 'application/graphql-response+json', 'text/html'];
    return (preferredType(request.headers.accept, types) === 'text/html' ? html : other)(request, context);
  };
