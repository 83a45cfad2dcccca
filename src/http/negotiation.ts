import type { RouteHandler } from './handler.ts';

/** Gives a browser, which asks for HTML, one answer and everybody else another. */
export const htmlOr =
  (html: RouteHandler, other: RouteHandler): RouteHandler =>
  (request, context) =>
    (/\btext\/html\b/i.test(request.headers.accept ?? '') ? html : other)(request, context);
