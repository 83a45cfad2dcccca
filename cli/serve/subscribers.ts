import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** After as long a silence, a client gives up. */
const TIMEOUT_MS = 300_000;

/** A page sends two. */
const MAX_FRAMES = 50;
const MAX_FRAME_BYTES = 4_096;

/** Of a frame: each piece costs far more memory than its bytes. */
const MAX_PIECES = { maxFragments: 4, maxBufferedChunks: 16 };

const MAX_ID_CHARACTERS = 64;

/** Limits the bytes that wait for a client that reads slowly, when more are to follow. */
const MAX_BEHIND_BYTES = 64 * 1024;

export interface SubscriberLimits {
  readonly sockets: number;
  readonly socketsOfClient: number;
  /** How often the string is read while someone subscribes: other hosts change it, too, and time does. */
  readonly readMs: number;
  /** How long a client may take to subscribe. */
  readonly subscribeMs: number;
  /** How often each client hears that its connection is alive. */
  readonly aliveMs: number;
}

/** @returns undefined for what is no object. */
const parseFrame = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    return Object(JSON.parse(text));
  } catch {
    return undefined;
  }
};

/** Sends a frame in one or more parts, which many clients may share. */
const send = (socket: WebSocket, ...parts: readonly (string | Buffer)[]): void => {
  if (socket.bufferedAmount > MAX_BEHIND_BYTES) socket.terminate();
  for (const [index, part] of parts.entries()) socket.send(part, { binary: false, fin: index === parts.length - 1 });
};

/**
 * Speaks AppSync Events' WebSocket protocol with those who subscribe. All hear of a change within a second, wherever it was
 * saved; each connection has one subscription, and nobody may publish.
 * https://docs.aws.amazon.com/appsync/latest/eventapi/event-api-websocket-protocol.html
 *
 * @param readNews Reads what is pushed to open pages, as JSON.
 */
export const createSubscribers = (
  readNews: () => Promise<string>,
  onlyChannel: string,
  { sockets: most, socketsOfClient, readMs, subscribeMs, aliveMs }: SubscriberLimits,
) => {
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, ...MAX_PIECES });
  const clients = new Map<string, number>();
  /** The ids of the subscriptions. */
  const subscriptions = new Map<WebSocket, string>();
  let told = '';
  let isReading = false;
  let isOvertaken = false;

  const tell = (news: string) => {
    told = news;
    const event = Buffer.from(`,"event":${JSON.stringify([news])}}`);
    for (const [socket, id] of subscriptions) send(socket, `{"type":"data","id":${JSON.stringify(id)}`, event);
  };

  const expectSubscription = (socket: WebSocket) => {
    setTimeout(() => subscriptions.has(socket) || socket.terminate(), subscribeMs).unref();
  };

  /** Reads the string, after what was read already, and tells everybody if it is another. */
  const check = async () => {
    isOvertaken = true;
    if (isReading) return;
    isReading = true;
    while (isOvertaken && subscriptions.size > 0) {
      isOvertaken = false;
      // The next second comes.
      const news = await readNews().catch(() => told);
      if (news !== told) tell(news);
    }
    if (subscriptions.size === 0) told = '';
    isReading = false;
  };

  const answer = (socket: WebSocket, { type, id: given, channel }: Readonly<Record<string, unknown>>): object => {
    const id = typeof given === 'string' && given.length <= MAX_ID_CHARACTERS ? given : undefined;
    const refuse = (errorType: string, message: string) => ({
      type: typeof type === 'string' && /^(subscribe|unsubscribe|publish)$/.test(type) ? `${type}_error` : 'error',
      id,
      errors: [{ errorType, message }],
    });
    if (type === 'connection_init') return { type: 'connection_ack', connectionTimeoutMs: TIMEOUT_MS };
    if (type === 'publish') return refuse('UnauthorizedException', 'Only the server publishes.');
    if (id === undefined)
      return refuse('BadRequestException', `It has no id of at most ${MAX_ID_CHARACTERS} characters.`);
    if (type === 'unsubscribe') {
      if (subscriptions.get(socket) !== id) return refuse('UnknownOperationError', 'There is no such subscription.');
      subscriptions.delete(socket);
      expectSubscription(socket);
      return { type: 'unsubscribe_success', id };
    }
    if (type !== 'subscribe' || channel !== onlyChannel)
      return refuse('BadRequestException', `The channel is ${onlyChannel}.`);
    if (subscriptions.has(socket)) return refuse('BadRequestException', 'One subscription is enough.');
    subscriptions.set(socket, id);
    return { type: 'subscribe_success', id };
  };

  const welcome = (socket: WebSocket, client: string) => {
    let frames = 0;
    expectSubscription(socket);
    clients.set(client, (clients.get(client) ?? 0) + 1);
    socket.once('close', () => {
      subscriptions.delete(socket);
      const left = (clients.get(client) ?? 0) - 1;
      if (left > 0) clients.set(client, left);
      else clients.delete(client);
    });
    // Whatever it is, the connection closes.
    socket.on('error', () => {});
    socket.on('message', (data) => {
      frames++;
      if (frames > MAX_FRAMES) return socket.terminate();
      send(socket, JSON.stringify(answer(socket, parseFrame(String(data)) ?? {})));
    });
  };

  const timers = [
    setInterval(check, readMs),
    setInterval(() => {
      for (const socket of server.clients) send(socket, '{"type":"ka"}');
    }, aliveMs),
  ];
  for (const timer of timers) timer.unref();

  return {
    check,

    /** @returns false if there are too many, and then does nothing. */
    upgrade: (incoming: IncomingMessage, socket: Socket, head: Buffer, client: string): boolean => {
      if (server.clients.size >= most || (clients.get(client) ?? 0) >= socketsOfClient) return false;
      server.handleUpgrade(incoming, socket, head, (opened) => welcome(opened, client));
      return true;
    },

    stop: () => {
      for (const timer of timers) clearInterval(timer);
      for (const socket of server.clients) socket.terminate();
    },
  };
};
