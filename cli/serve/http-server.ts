import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import { type AddressInfo, Server } from 'node:net';
import type { Context } from 'aws-lambda';
import type { HttpResponse } from '../../src/http/handler.ts';
import type { Stage } from '../../stack/read-stage.ts';
import { createCors } from './cors.ts';
import { splitTarget, toEvent } from './event.ts';
import { createFindRoute } from './find-route.ts';
import { readBody } from './read-body.ts';
import { createThrottle } from './throttle.ts';

const LIMITS = {
  /** Longer bodies get 413, as at API Gateway. */
  bodyBytes: 10 * 1024 * 1024,
  /** All headers with their names. The function itself answers 431 to more than API Gateway takes, which is less. */
  headerBytes: 16 * 1024,
  /** How long a client may take to send its headers, and the whole request: then 408. */
  headersMs: 10_000,
  requestMs: 30_000,
  /** How long a connection may move no byte. */
  silenceMs: 30_000,
  /** How long a connection is kept between requests: longer than a load balancer's usual minute. */
  keepAliveMs: 65_000,
  /** How often the clients' time is looked at. */
  checkMs: 1_000,
  /** As many as Lambda runs functions in a new account; others are closed at once. */
  connections: 1_000,
  /** How long requests may take to finish when the server stops. */
  stopMs: 9_000,
};

/** A request and its answer, for who prints or counts them. */
export interface Exchange {
  readonly incoming: IncomingMessage;
  readonly status: number;
  readonly milliseconds: number;
  /** Whether the function has seen it, and so has logged it. */
  readonly isHandled: boolean;
}

export interface HttpServerOptions {
  /** The function, as Lambda calls it. */
  readonly handler: (event: unknown, context: Context) => Promise<HttpResponse>;
  readonly stage: Pick<Stage, 'routes' | 'cors'> & Partial<Pick<Stage, 'throttles'>>;
  readonly limits?: Partial<typeof LIMITS>;
  readonly observe?: (exchange: Exchange) => void;
}

export interface HttpServer {
  readonly port: number;
  /** Takes no more requests, and resolves when those under way are answered: within ten seconds, or they are cut off. */
  stop(): Promise<void>;
}

/** An answer of API Gateway's own. */
const refusal = (statusCode: number, message = STATUS_CODES[statusCode]): HttpResponse => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
});

/**
 * Serves the function over HTTP as API Gateway's HTTP API does: the same routes, answers, cross-origin headers and
 * throttling. TLS is left to a proxy in front.
 *
 * @param options.stage Without throttles, everything is let through.
 * @param port 0 for any free one.
 * @throws Error with the code EADDRINUSE, for example, when it cannot listen there.
 */
export const startHttpServer = async (
  { handler, stage, limits, observe = () => {} }: HttpServerOptions,
  port: number,
  host: string,
): Promise<HttpServer> => {
  const limit = { ...LIMITS, ...limits };
  const findRoute = createFindRoute(stage.routes);
  const cors = createCors(stage.cors);
  const mayPass = stage.throttles ? createThrottle(stage.throttles) : () => true;
  let running = 0;
  let isStopping = false;

  const answer = async (incoming: IncomingMessage, arrivedAt: Date): Promise<[HttpResponse, isHandled: boolean]> => {
    const { method = '', headers } = incoming;
    if (method === 'OPTIONS') return [cors.preflight(headers), false];
    const route = findRoute(method, splitTarget(incoming)[0]);
    if (!route) return [refusal(404), false];
    if (!mayPass(route.routeKey)) return [refusal(429), false];
    const body = await readBody(incoming, limit.bodyBytes);
    if (!body) return [refusal(413, 'Request Entity Too Large'), false];
    const event = toEvent({ incoming, body, ...route, arrivedAt });
    // The function reads no more of it than this.
    return [await handler(event, { awsRequestId: randomUUID() } as Context), true];
  };

  const send = (response: ServerResponse, { statusCode = 200, headers = {}, body, isBase64Encoded }: HttpResponse) => {
    response.statusCode = statusCode;
    for (const [name, value] of Object.entries({ ...headers, ...cors.headersFor(response.req.headers) }))
      response.setHeader(name, String(value));
    if (isStopping) response.setHeader('connection', 'close');
    // Node sends a string together with the headers, in one piece.
    response.end(body !== undefined && isBase64Encoded ? Buffer.from(body, 'base64') : body);
  };

  const server = createServer(
    {
      maxHeaderSize: limit.headerBytes,
      headersTimeout: limit.headersMs,
      requestTimeout: limit.requestMs,
      keepAliveTimeout: limit.keepAliveMs,
      connectionsCheckingInterval: limit.checkMs,
    },
    async (incoming, response) => {
      const arrivedAt = new Date();
      const start = performance.now();
      running++;
      response.once('close', () => {
        running--;
        closeIfDone();
      });
      let isHandled = false;
      try {
        const [result, isOfFunction] = await answer(incoming, arrivedAt);
        isHandled = isOfFunction;
        send(response, result);
      } catch {
        // The function answers its own defects. Here come clients that are gone, and answers that are no HTTP.
        if (!response.headersSent) send(response, refusal(500));
      }
      observe({ incoming, status: response.statusCode, milliseconds: performance.now() - start, isHandled });
    },
  );

  server.timeout = limit.silenceMs;
  server.maxConnections = limit.connections;

  const closeIfDone = () => {
    if (isStopping && running === 0) server.closeAllConnections();
  };

  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable) return socket.destroy();
    const status = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }[error.code ?? ''] ?? 400;
    const { headers, body = '' } = refusal(status);
    const head = { ...headers, 'content-length': body.length, connection: 'close' };
    const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
    return socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
  });

  server.listen(port, host);
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      isStopping = true;
      const closed = once(server, 'close');
      // HTTP's own would cut off answers that a client has not read to the end, and wait for connections without a request.
      Server.prototype.close.call(server);
      closeIfDone();
      const deadline = setTimeout(() => server.closeAllConnections(), limit.stopMs);
      await closed;
      clearTimeout(deadline);
    },
  };
};
