import type { HttpRequest } from './handler.ts';

/**
 * Finds the address at which the client reached this stage, with a slash at its end. A gateway or a trusted proxy says the
 * scheme and the path below which it serves the stage; a host drops these headers from anybody else.
 *
 * @param domain The stage's own domain: an edge cache in front asks the gateway by another name.
 */
export const addressOf = ({ headers, requestContext }: HttpRequest, domain: string | undefined): string => {
  const scheme = /^http$/i.test(headers['x-forwarded-proto'] ?? '') ? 'http' : 'https';
  const prefix = /^(\/[\w.~%-]+)+(?=\/?$)/.exec(headers['x-forwarded-prefix'] ?? '')?.[0] ?? '';
  // A host server hands on what the client calls it.
  const host = /^[\w.:[\]-]+$/.exec(domain ?? requestContext.domainName)?.[0] ?? 'localhost';
  return `${scheme}://${host}${prefix}/`;
};
