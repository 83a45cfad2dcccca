import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { HttpRequest } from '../../src/http/handler.ts';
import { createGatewayEvent } from '../../stack/gateway-event.ts';
import type { Client } from './client-address.ts';
import type { Match } from './gateway.ts';

/** The path and query that a request asks for. */
interface Target {
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

interface Received extends Match {
  readonly incoming: IncomingMessage;
  readonly target: Target;
  readonly client: Client;
  readonly body: Buffer;
  readonly at: Date;
}

/** API Gateway hands these on as text, and all others, forms included, as base64. */
const TEXT = /^\s*(text\/[^;]*|application\/(json|javascript|xml))\s*(;|$)/i;

/** Bytes that are no UTF-8 go as base64 whatever they are called, so that they arrive as they were sent. */
const toBody = (body: Buffer, contentType: string | undefined) => {
  if (body.length === 0) return {};
  const isText = TEXT.test(contentType ?? '') && isUtf8(body);
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
};

/** A proxy’s word about the request that it got. Nobody else may have one. */
const isOfProxies = (name: string): boolean => name.startsWith('x-forwarded-') || name === 'forwarded';

/** Makes the event of a request that came over HTTP. */
export const toEvent = ({ incoming, target, client, body, routeKey, pathParameters, at }: Received): HttpRequest => {
  const received = incoming.headersDistinct;
  const { cookie } = received;
  const headers: Record<string, string> = {};
  for (const name in received) {
    if (name === 'cookie') continue;
    const [first = '', another] = received[name] ?? [];
    const value = another === undefined ? first : String(received[name]);
    if (!isOfProxies(name)) headers[name] = value;
    // Proxies add to lists. What stands before the words of those that are trusted came from the client.
    else if (client.hops > 0) headers[name] = value.split(',').slice(-client.hops)[0]?.trim() ?? '';
  }
  headers.host = headers['x-forwarded-host'] ?? target.host ?? '';
  headers['x-forwarded-for'] = client.address;
  headers['x-forwarded-proto'] ??= 'http';

  return createGatewayEvent(routeKey, {
    headers,
    query: target.query,
    pathParameters,
    at,
    ...(cookie && { cookies: cookie.join(';').split(/\s*;\s*/) }),
    http: {
      method: incoming.method ?? '',
      path: target.path,
      protocol: `HTTP/${incoming.httpVersion}`,
      sourceIp: client.address,
      userAgent: headers['user-agent'] ?? '',
    },
    api: {
      accountId: 'anonymous',
      apiId: 'serve',
      domainName: headers.host,
      domainPrefix: headers.host.split('.')[0] ?? '',
    },
    ...toBody(body, headers['content-type']),
  });
};
