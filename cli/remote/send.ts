import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Request } from '../../src/browser/client/client.ts';
import { Refusal } from '../../src/browser/client/refusal.ts';
import { createRequest, type Proxies } from './proxies.ts';

interface Options {
  readonly proxies: Proxies;
  /** Covers the whole answer. */
  readonly timeoutMs: number;
  /** Of one answer's body. */
  readonly maxBodyBytes: number;
  /** Makes the error for a longer answer. */
  readonly tooLong: (message: string) => Error;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** Sends a request to a path of the stage, relative to its page, and waits for the whole answer. */
export type Send = (path: string, init?: Partial<Request>) => Promise<Answer>;

/** @returns undefined for what isn't JSON. */
export const parseJson = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

/** @returns undefined as soon as there are more bytes than that. */
export const readBytes = async (input: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer | undefined> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of input) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** Calls back as soon as the next bytes of a request can reach the server: over HTTPS, once its certificate is checked. */
const onceOpen = (socket: Socket | TLSSocket, callback: () => void): void => {
  const isSecure = 'secureConnecting' in socket;
  if (socket.connecting || (isSecure && socket.secureConnecting)) {
    socket.once(isSecure ? 'secureConnect' : 'connect', callback);
  } else callback();
};

/** Says why no answer came. The error's own message may hold a proxy's password. */
const describe = (
  origin: string,
  { code = 'unknown', statusCode }: { code?: string | undefined; statusCode?: number },
): string => {
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) {
    return `${origin} doesn't speak HTTPS (${code}). Did you mean ${origin.replace(/^https/, 'http')}?`;
  }
  if (/CERT|SIGNATURE|ALTNAME/.test(code)) return `The certificate of ${origin} is not trusted (${code}).`;
  if (code === 'ERR_PROXY_TUNNEL')
    return `The proxy does not let this machine reach ${origin} (${statusCode ?? code}).`;
  return `Nothing answers at ${origin} (${code}).`;
};

/**
 * Follows no redirect: a request may carry a token.
 *
 * @param address of the page, without a final slash.
 * @throws Refusal when no whole answer comes, or `tooLong` as soon as a body is longer than allowed.
 */
export const createSend = (address: string, { proxies, timeoutMs, maxBodyBytes, tooLong }: Options): Send => {
  const { origin } = new URL(address);
  const request = createRequest(proxies);

  return async (path, { method = 'GET', headers = {}, body, signal } = {}) => {
    const timeout = AbortSignal.timeout(timeoutMs);
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    let mayHaveArrived = false;
    const outgoing = request(new URL(path, `${address}/`), {
      method,
      headers,
      signal: signal ? AbortSignal.any([timeout, signal]) : timeout,
    });
    outgoing.once('socket', (socket) =>
      onceOpen(socket, () => {
        mayHaveArrived = true;
      }),
    );
    outgoing.once('response', resolve).once('error', reject).end(body);
    let incoming: IncomingMessage;
    let bytes: Buffer | undefined;
    try {
      incoming = await promise;
      bytes = await readBytes(incoming, maxBodyBytes);
    } catch (error) {
      const problem = timeout.aborted
        ? { code: `no answer in ${timeoutMs / 1_000} s` }
        : (error as NodeJS.ErrnoException);
      throw new Refusal(describe(origin, problem), { outcome: mayHaveArrived ? 'UNKNOWN' : 'NOT_WRITTEN' });
    }
    if (!bytes) throw tooLong(`answered with more than ${maxBodyBytes / 1024} KiB`);
    const answered = new Headers(Object.entries(incoming.headersDistinct).map(([name, all]) => [name, String(all)]));
    return { status: incoming.statusCode ?? 0, headers: answered, body: bytes.toString() };
  };
};
