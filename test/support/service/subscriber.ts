import { once } from 'node:events';
import { type RawData, WebSocket } from 'ws';

export type Frame = Readonly<Record<string, unknown>>;

/** A client of AppSync Events' protocol. */
export interface Subscriber {
  readonly socket: WebSocket;
  /** Reads one frame after the other. */
  next(): Promise<Frame>;
  /** Sends a frame, and reads the next one. */
  ask(frame: Frame | string): Promise<Frame>;
}

/** @param url Of the page, without a final slash. */
export const connectTo = async (url: string): Promise<Subscriber> => {
  const address = `${url.replace('http', 'ws')}/event/realtime`;
  const socket = new WebSocket(address, ['aws-appsync-event-ws', 'header-e30']);
  const frames: Frame[] = [];
  let onFrame = () => {};
  socket.on('message', (data: RawData) => {
    frames.push(JSON.parse(String(data)));
    onFrame();
  });
  await once(socket, 'open');
  const next = async (): Promise<Frame> => {
    if (frames.length === 0) {
      await new Promise<void>((resolve) => {
        onFrame = resolve;
      });
    }
    return frames.shift() ?? {};
  };
  return {
    socket,
    next,
    ask: (frame) => {
      socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
      return next();
    },
  };
};

/** @throws Error unless it is accepted. */
export const subscribeWith = async (client: Subscriber): Promise<Subscriber> => {
  const { type, connectionTimeoutMs } = await client.ask({ type: 'connection_init' });
  const frame = { type: 'subscribe', id: 'mine', channel: '/string/changes', authorization: {} };
  const answer = await client.ask(frame);
  const isAccepted =
    type === 'connection_ack' && connectionTimeoutMs === 300_000 && answer.type === 'subscribe_success';
  if (!isAccepted || client.socket.protocol !== 'aws-appsync-event-ws') throw new Error(JSON.stringify(answer));
  return client;
};

/** Reads what is pushed next until it is this string. */
export const untilPushed = async ({ next }: Subscriber, value: string): Promise<void> => {
  for (;;) {
    const { type, event } = await next();
    if (type === 'data' && JSON.parse(String(event)).value === value) return;
  }
};
