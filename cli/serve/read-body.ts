import type { IncomingMessage } from 'node:http';
import { PIECE_BYTES, type Share } from './memory.ts';

/** As much as a client may send after its answer is known, and for how long; then its connection is closed. */
const DISCARDED = { bytes: 16 * 1024 * 1024, bytesOfNoUse: 64 * 1024, milliseconds: 5_000 };

/** A body can’t be read: the status of the answer says why. */
export class BodyError extends Error {
  override readonly name = 'BodyError';
  readonly status: 413 | 503;

  constructor(status: 413 | 503) {
    super(`The body is refused with ${status}`);
    this.status = status;
  }
}

/** RFC 9112, section 6.3: without these headers there is none. */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  Number(headers['content-length'] ?? 0) > 0 || 'transfer-encoding' in headers;

/**
 * Reads what is left of a body and drops it, so that a client that sends everything before it reads gets its answer, and
 * can send its next request.
 *
 * @param isOfUse Whether the request's method has a body.
 */
export const discardBody = (incoming: IncomingMessage, isOfUse: boolean): void => {
  let left = isOfUse ? DISCARDED.bytes : DISCARDED.bytesOfNoUse;
  const end = () => incoming.socket.destroy();
  // A connection that is gone must not keep a process that stops.
  const timer = setTimeout(end, DISCARDED.milliseconds).unref();
  incoming.once('close', () => clearTimeout(timer));
  incoming.on('data', ({ length }: Buffer) => {
    left -= length;
    if (left < 0) end();
  });
};

/**
 * Reads a request's body, and counts what it holds.
 *
 * @param limit In bytes.
 * @param goOn Called before a body is read.
 * @throws BodyError as soon as it has more than `limit` bytes, or as there is no memory for it; Error when the client goes
 *   away.
 */
export const readBody = async (
  incoming: IncomingMessage,
  limit: number,
  share: Share,
  goOn: () => unknown,
): Promise<Buffer> => {
  if (Number(incoming.headers['content-length'] ?? 0) > limit) throw new BodyError(413);
  goOn();
  const pieces: Buffer[] = [];
  let length = 0;
  const read = Promise.withResolvers<void>();
  const take = (chunk: Buffer) => {
    if (length + chunk.length > limit) return read.reject(new BodyError(413));
    for (let copied = 0; copied < chunk.length; ) {
      const offset = length % PIECE_BYTES;
      const piece = offset === 0 ? share.piece() : pieces.at(-1);
      if (!piece) return read.reject(new BodyError(503));
      if (offset === 0) pieces.push(piece);
      const count = chunk.copy(piece, offset, copied);
      copied += count;
      length += count;
    }
  };
  incoming.on('data', take);
  incoming.once('end', read.resolve);
  incoming.once('close', () => read.reject(new Error('The client went away')));
  try {
    await read.promise;
  } finally {
    incoming.off('data', take);
  }
  if (!share.grow(length)) throw new BodyError(503);
  share.keep();
  return Buffer.concat(pieces, length);
};
