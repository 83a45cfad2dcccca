import { request } from 'node:https';
import { checkNumber, createGuardedLookup, isPublic } from './public-address.ts';

/** A receiver has this long to answer. */
const SEND_MS = 3_000;

/** Posts JSON to the receiver. @throws Error unless it answers with 2xx in time. */
export type Send = (headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal) => Promise<void>;

interface Receiver {
  /** Begins with https. */
  readonly url: string;
  /** For tests, whose receivers are on this machine and have certificates of their own. */
  readonly isAllowed?: (address: string) => boolean;
  readonly ca?: string;
  readonly timeoutMs?: number;
}

/** Sends to public addresses only, and follows no redirect: else the receiver could aim requests at this network. */
export const createSend =
  ({ url, isAllowed = isPublic, ca, timeoutMs = SEND_MS }: Receiver): Send =>
  async (headers, body, signal) => {
    const target = new URL(url);
    checkNumber(target, isAllowed);
    await new Promise<void>((resolve, reject) => {
      const outgoing = request(target, {
        method: 'POST',
        agent: false,
        headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        lookup: createGuardedLookup(isAllowed),
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        ca,
      });
      outgoing.once('error', reject).once('response', ({ statusCode = 0 }) => {
        // Its status says it all: a body could go on for ever.
        outgoing.destroy();
        if (statusCode >= 200 && statusCode < 300) resolve();
        else reject(new Error(`The webhook's receiver answered ${statusCode}`));
      });
      outgoing.end(body);
    });
  };
