import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import { text } from 'node:stream/consumers';
import { generate } from 'selfsigned';
import { listen } from '../listen.ts';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface WebhookReceiver {
  readonly url: string;
  /** The certificate of its own, in PEM. */
  readonly ca: string;
  readonly received: Received[];
  /** Its answer from now on; undefined: nothing, ever. */
  answer: { readonly status: number; readonly headers?: Readonly<Record<string, string>> } | undefined;
  stop(): Promise<void>;
}

/** Starts a receiver of webhooks on this machine, which takes everything until a test changes that. */
export const startWebhookReceiver = async (): Promise<WebhookReceiver> => {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
  });
  const server = createServer({ cert, key }, async (incoming, response) => {
    receiver.received.push({ headers: incoming.headers, body: await text(incoming) });
    if (receiver.answer) response.writeHead(receiver.answer.status, receiver.answer.headers).end('taken');
  });
  const { port, stop } = await listen(server);
  const receiver: WebhookReceiver = {
    url: `https://localhost:${port}/hook`,
    ca: cert,
    received: [],
    answer: { status: 204 },
    stop,
  };
  return receiver;
};
