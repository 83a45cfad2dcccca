import { CommandError } from '../errors.ts';

interface Limits {
  /** Covers the whole answer. */
  readonly timeoutMs: number;
  /** Of one answer's body, uncompressed. */
  readonly maxBodyBytes: number;
  /** Makes the error for a longer answer. */
  readonly tooLong: (message: string) => Error;
}

/** Codes of a connection that never was. */
const NOT_CONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ERR_INVALID_URL'];

/** Nothing answered in time. */
export class NoAnswerError extends CommandError {
  override readonly name = 'NoAnswerError';
  /** Whether the request may have arrived. */
  readonly mayHaveArrived: boolean;

  constructor(origin: string, cause: NodeJS.ErrnoException) {
    super(`Nothing answers at ${origin} (${cause.code ?? cause.message}).`, { cause });
    this.mayHaveArrived = !NOT_CONNECTED.includes(cause.code ?? '');
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** Sends a request to a path of the stage, relative to its page, and waits for the whole answer. */
export type Send = (path: string, init?: RequestInit) => Promise<Answer>;

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

/**
 * Follows no redirect: a request may carry a token.
 *
 * @param address of the page, without a final slash.
 * @throws NoAnswerError, or `tooLong` as soon as a body is longer than allowed.
 */
export const createSend =
  (address: string, { timeoutMs, maxBodyBytes, tooLong }: Limits): Send =>
  async (path, init = {}) => {
    const url = new URL(path, `${address}/`);
    let bytes: Buffer | undefined;
    let response: Response;
    try {
      response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
      bytes = response.body ? await readBytes(response.body, maxBodyBytes) : Buffer.alloc(0);
    } catch (error) {
      const { cause = error } = error as Error;
      throw new NoAnswerError(url.origin, cause as NodeJS.ErrnoException);
    }
    if (!bytes) throw tooLong(`answered with more than ${maxBodyBytes / 1024} KiB`);
    // A string may begin with a byte order mark.
    const body = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    return { status: response.status, headers: response.headers, body };
  };
