import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestListener,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import { type AddressInfo, Server, type Socket } from 'node:net';
import type { HttpResponse } from '../../src/http/handler.ts';
import { createFindClient, type parseProxies } from './client-address.ts';
import { createConnections } from './connections.ts';
import { createGateway, type GatewayOptions, refusal, takesBody } from './gateway.ts';
import { bind, SOCKET } from './listen.ts';
import { createMemory, type Share } from './memory.ts';
import { BodyError, discardBody, hasBody } from './read-body.ts';
import { createSubscribers } from './subscribers.ts';

const LIMITS = {
  /** All bodies and long answers that are held at once. */
  heldBytes: 64 * 1024 * 1024,
  /** Shorter answers always find room. */
  longAnswerBytes: 64 * 1024,
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
  /** As many as Lambda runs functions in a new account. */
  connections: 1_000,
  connectionsOfClient: 250,
  /** Open pages that hear of changes. */
  sockets: 20_000,
  socketsOfClient: 500,
  /** How often the string is read for them. */
  readMs: 1_000,
  /** How long they may take to subscribe. */
  subscribeMs: 10_000,
  /** How often they hear that their connections are alive: proxies end those that are silent for a minute. */
  aliveMs: 30_000,
  /** How many requests may wait on a connection for the answer to the one before. */
  requestsAhead: 4,
  /** How long requests may take to finish when the server stops. */
  stopMs: 9_000,
};

/** A request and its answer, for callers that print or count them. */
export interface Exchange {
  readonly incoming: IncomingMessage;
  readonly status: number;
  readonly milliseconds: number;
  /** Whether the function has seen it, and so has logged it. */
  readonly isHandled: boolean;
  /** Whether a trusted proxy has handed the request on. */
  readonly isProxied: boolean;
}

export interface HttpServerOptions extends GatewayOptions {
  /** Reads what is pushed to open pages, as JSON. Without, nothing is. */
  readonly readNews?: () => Promise<string>;
  readonly limits?: Partial<typeof LIMITS>;
  /** The proxies that may say for whom they ask. None by default. */
  readonly isProxy?: ReturnType<typeof parseProxies>;
  readonly observe?: (exchange: Exchange) => void;
}

export interface HttpServer {
  readonly port: number;
  /** The address as the system has it. */
  readonly address: string;
  /** Takes no more requests, and resolves when those under way are answered: within ten seconds, or they are cut off. */
  stop(): Promise<void>;
}

const isForSocket = ({ method, headers, url }: IncomingMessage): boolean =>
  method === 'GET' && /^websocket$/i.test(headers.upgrade ?? '') && url === `/${SOCKET.path}`;

/** Ends a connection for which node has no answer. */
const endWith = (socket: Socket, status: number): void => {
  const { headers, body = '' } = refusal(status);
  const head = { ...headers, 'content-length': body.length, connection: 'close' };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
};

/**
 * Serves the function over HTTP as API Gateway's HTTP API does: the same routes, answers, cross-origin headers and
 * throttling. TLS is left to a proxy in front.
 *
 * @param port 0 for any free one.
 * @throws Error with the code EADDRINUSE, for example, when it cannot listen there.
 */
export const startHttpServer = async (
  { handler, stage, readNews, limits, isProxy = () => false, observe = () => {} }: HttpServerOptions,
  port: number,
  host: string,
): Promise<HttpServer> => {
  const limit = { ...LIMITS, ...limits };
  const findClient = createFindClient(isProxy);
  const { answer, corsHeaders } = createGateway({ handler, stage });
  const connections = createConnections(limit);
  // Bodies are short, and what a thousand clients send at once takes as much again before it is counted.
  const bodies = createMemory(limit.heldBytes / 8);
  const answers = createMemory((limit.heldBytes * 7) / 8);
  const subscribers = readNews && createSubscribers(readNews, SOCKET.channel, limit);
  let running = 0;
  let isStopping = false;

  /** The bytes of answers: the function gives some of them again and again. */
  const bodiesOf = new WeakMap<HttpResponse, Buffer>();
  const toBytes = (answer: HttpResponse): Buffer | undefined => {
    if (answer.body === undefined) return undefined;
    const bytes = bodiesOf.get(answer) ?? Buffer.from(answer.body, answer.isBase64Encoded ? 'base64' : 'utf8');
    bodiesOf.set(answer, bytes);
    return bytes;
  };

  const send = (response: ServerResponse, answer: HttpResponse) => {
    const body = toBytes(answer);
    response.writeHead(answer.statusCode ?? 200, {
      ...(answer.headers as OutgoingHttpHeaders),
      ...(body && { 'content-length': body.length }),
      ...corsHeaders(response.req.headers),
      ...(isStopping && { connection: 'close' }),
    });
    response.end(body);
  };

  /** @returns whether there is room for a long answer until it is sent. */
  const holdAnswer = (response: ServerResponse, bytes: number): boolean => {
    const share = answers.share(() => response.socket?.destroy());
    response.once('close', share.release);
    return share.grow(bytes);
  };

  /** The requests of each connection: the next begins when the answer to the one before is on its way. */
  const queues = new WeakMap<Socket, { last: Promise<void>; length: number; onEnd: () => void }>();
  /** Node itself goes on reading at the end of each request and body. So this comes after that. */
  const pauseIfAhead = (socket: Socket) => {
    const isAhead = () => (queues.get(socket)?.length ?? 0) > 1;
    if (isAhead()) setImmediate(() => isAhead() && socket.pause());
  };

  const respond = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const start = performance.now();
    const { socket } = incoming;
    const client = findClient(incoming);
    let share: Share | undefined;
    const shareOf = () => {
      share = bodies.share(() => socket.destroy());
      return share;
    };
    let isHandled = false;
    try {
      const request = { incoming, response, client, share: shareOf, at: new Date() };
      const [result, isOfFunction] = await answer(request, () => {
        connections.answer(socket);
        pauseIfAhead(socket);
      });
      isHandled = isOfFunction;
      share?.release();
      const { length } = result.body ?? '';
      send(response, length <= limit.longAnswerBytes || holdAnswer(response, length) ? result : refusal(503));
    } catch (error) {
      share?.release();
      // The function answers its own defects. Here come clients that are gone, and answers that are no HTTP.
      if (!response.headersSent) send(response, refusal(error instanceof BodyError ? error.status : 500));
    }
    if (!incoming.complete && hasBody(incoming)) discardBody(incoming, takesBody(incoming.method));
    connections.wait(socket);
    // It may have saved something.
    if (takesBody(incoming.method)) void subscribers?.check();
    observe({
      incoming,
      status: response.statusCode,
      milliseconds: performance.now() - start,
      isHandled,
      isProxied: client.hops > 0,
    });
  };

  const enqueue: RequestListener = (incoming, response) => {
    const { socket } = incoming;
    const queue = queues.get(socket);
    if (!queue) return;
    queue.length++;
    running++;
    pauseIfAhead(socket);
    if (queue.length > limit.requestsAhead + 1) socket.destroy();
    queue.last = queue.last.then(async () => {
      if (!socket.destroyed) {
        const ended = new Promise<void>((resolve) => {
          response.once('close', resolve);
          queue.onEnd = resolve;
        });
        await respond(incoming, response);
        await ended;
      }
      queue.length--;
      running--;
      // The next request may have a body.
      if (queue.length <= 1) socket.resume();
      closeIfDone();
    });
  };

  const server = createServer(
    {
      maxHeaderSize: limit.headerBytes,
      headersTimeout: limit.headersMs,
      requestTimeout: limit.requestMs,
      keepAliveTimeout: limit.keepAliveMs,
      connectionsCheckingInterval: limit.checkMs,
      // Clients may offer others, such as h2c. Those requests are answered.
      shouldUpgradeCallback: (incoming) => subscribers !== undefined && isForSocket(incoming),
    },
    enqueue,
  );
  server.timeout = limit.silenceMs;
  // Whether a body is wanted at all is known only after a look at its headers.
  server.on('checkContinue', enqueue);
  server.on('upgrade', (incoming, socket: Socket, head) => {
    // An answer under way would be written between the frames.
    if (queues.get(socket)?.length !== 0) socket.destroy();
    else if (isStopping || !subscribers?.upgrade(incoming, socket, head, findClient(incoming).key))
      endWith(socket, 503);
    else connections.release(socket);
  });
  server.on('connect', (_incoming, socket: Socket) => endWith(socket, 405));
  server.on('connection', (socket) => {
    const { key, hops } = findClient({ socket, headers: {} });
    connections.add(socket, key, hops === 0);
    const queue = { last: Promise.resolve(), length: 0, onEnd: () => {} };
    queues.set(socket, queue);
    socket.once('close', () => queue.onEnd());
  });

  const done = Promise.withResolvers<void>();
  const closeIfDone = () => {
    if (!isStopping || running > 0) return;
    server.closeAllConnections();
    done.resolve();
  };

  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (!socket.writable) socket.destroy();
    else endWith(socket, { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }[error.code ?? ''] ?? 400);
  });

  const bound = await bind(server, port, host);

  return {
    ...(server.address() as AddressInfo),
    stop: async () => {
      isStopping = true;
      subscribers?.stop();
      const closed = Promise.all(bound.map((one) => once(one, 'close')));
      // HTTP's own would cut off answers that a client has not read to the end, and wait for connections without a request.
      for (const one of bound) Server.prototype.close.call(one);
      closeIfDone();
      const deadline = setTimeout(() => {
        server.closeAllConnections();
        done.resolve();
      }, limit.stopMs);
      // A request under way needs its store, also when its client has gone.
      await Promise.all([closed, done.promise]);
      clearTimeout(deadline);
    },
  };
};
