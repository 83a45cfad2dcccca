import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { HttpRequest } from '../../src/http/handler.ts';
import { createGatewayEvent } from '../../stack/gateway-event.ts';
import type { Client } from './client-address.ts';
import type { Match } from './gateway.ts';
import type { Target } from './request-target.ts';

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
