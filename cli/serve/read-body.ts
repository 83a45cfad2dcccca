import type { IncomingMessage } from 'node:http';

const NONE = Buffer.alloc(0);

/**
 * Reads a request's body.
 *
 * @returns undefined as soon as it is known to have more than `limit` bytes. The rest is read and dropped, so that a client that
 *   sends everything before it reads gets its answer.
 * @throws Error when the client goes away.
 */
export const readBody = async (incoming: IncomingMessage, limit: number): Promise<Buffer | undefined> => {
  // RFC 9112, section 6.3: without these headers there is none, and a stream costs as much as a page.
  if (!('content-length' in incoming.headers || 'transfer-encoding' in incoming.headers)) return NONE;
  const chunks: Buffer[] = [];
  let length = Number(incoming.headers['content-length'] ?? 0);
  if (length <= limit) {
    length = 0;
    for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
      length += chunk.length;
      if (length > limit) break;
      chunks.push(chunk);
    }
  }
  if (length <= limit) return Buffer.concat(chunks);
  incoming.resume();
  return undefined;
};
