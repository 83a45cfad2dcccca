import { type Agent, type IncomingHttpHeaders, request as send } from 'node:http';
import { buffer } from 'node:stream/consumers';

interface Options {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Buffer;
  readonly agent?: Agent;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Sends exactly these headers over HTTP to this machine. Unlike `fetch`, it decompresses nothing. */
export const request = (port: number, { body, ...options }: Options = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const outgoing = send({ host: '127.0.0.1', port, agent: false, ...options }, async (incoming) => {
      const { statusCode: status = 0, headers } = incoming;
      resolve({ status, headers, body: await buffer(incoming).catch(() => Buffer.alloc(0)) });
    });
    outgoing.once('error', reject).end(body);
  });
