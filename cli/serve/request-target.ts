import type { IncomingMessage } from 'node:http';

/** The path and query that a request asks for. */
export interface Target {
  /** As it was sent, without the query. */
  readonly path: string;
  /** The parts between the slashes of the path, decoded once. */
  readonly segments: readonly string[];
  /** As it was sent, without the question mark. */
  readonly query: string;
  /** Name and port; undefined for a client of HTTP/1.0 that names none. */
  readonly host: string | undefined;
}

/** RFC 3986, section 3.2.2, without user information, which RFC 9110, section 4.2.4, calls an error here. */
const HOST = /^(\[[\d:.a-f]+\]|[^\s/?#@:[\]]*)(:\d*)?$/i;

/**
 * Reads the target of a request in the forms of RFC 9112, section 3.2: `/path?query`, `http://host/path?query`, and `*` for
 * OPTIONS. That of CONNECT never comes here.
 *
 * @returns undefined if it is none, or if host or path are malformed.
 */
export const readTarget = ({ method, url = '', headersDistinct }: IncomingMessage): Target | undefined => {
  const [ownHost, ...otherHosts] = headersDistinct.host ?? [];
  const [, authority, rest = ''] = /^https?:\/\/([^/?#]+)(.*)$/i.exec(url) ?? [];
  const origin = authority === undefined ? url : rest.replace(/^(?!\/)/, '/');
  // Section 3.2.2: an absolute target's host goes before the header.
  const host = authority ?? ownHost;
  if (otherHosts.length > 0 || !HOST.test(host ?? '') || url.includes('#')) return undefined;

  const isForAll = method === 'OPTIONS' && (url === '*' || (authority !== undefined && rest === ''));
  if (isForAll) return { path: '*', segments: [], query: '', host };
  if (!origin.startsWith('/')) return undefined;
  const [path = '', ...query] = origin.split('?');
  try {
    return { path, segments: path.slice(1).split('/').map(decodeURIComponent), query: query.join('?'), host };
  } catch {
    return undefined;
  }
};
