import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { HttpRequest } from '../../src/http/handler.ts';
import type { Match } from './find-route.ts';

interface Received extends Match {
  readonly incoming: IncomingMessage;
  readonly body: Buffer;
  readonly arrivedAt: Date;
}

/** API Gateway hands these on as text, and all others, forms included, as base64. */
const TEXT = /^\s*(text\/[^;]*|application\/(json|javascript|xml))\s*(;|$)/i;

/** Bytes that are no UTF-8 go as base64 whatever they are called, so that they arrive as they were sent. */
const toBody = (body: Buffer, contentType: string | undefined) => {
  if (body.length === 0) return { isBase64Encoded: false };
  const isText = TEXT.test(contentType ?? '') && isUtf8(body);
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
};

/** @returns path and query of a request, both as they were sent. */
export const splitTarget = ({ url = '' }: IncomingMessage): [path: string, query: string] => {
  const [path = '', ...query] = url.split('?');
  return [path, query.join('?')];
};

const toTime = (date: Date): string => {
  const [, day, month, year, time] = date.toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
};

/**
 * The event that API Gateway's HTTP API sends for a request (payload format 2.0).
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const toEvent = ({ incoming, body, routeKey, pathParameters, arrivedAt }: Received): HttpRequest => {
  const [path, query] = splitTarget(incoming);
  const { cookie, ...others } = incoming.headersDistinct;
  const headers: Record<string, string> = {};
  for (const name in others) headers[name] = others[name]?.join(',') ?? '';
  const domainName = headers.host ?? '';
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: query,
    headers,
    ...(cookie && { cookies: cookie.join(';').split(/\s*;\s*/) }),
    ...(query && { queryStringParameters: Object.fromEntries(new URLSearchParams(query)) }),
    ...(pathParameters && { pathParameters }),
    requestContext: {
      accountId: 'anonymous',
      apiId: 'serve',
      domainName,
      domainPrefix: domainName.split('.')[0] ?? '',
      http: {
        method: incoming.method ?? '',
        path,
        protocol: `HTTP/${incoming.httpVersion}`,
        sourceIp: incoming.socket.remoteAddress ?? '',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: toTime(arrivedAt),
      timeEpoch: arrivedAt.getTime(),
    },
    ...toBody(body, headers['content-type']),
  };
};
