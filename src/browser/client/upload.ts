import { Refusal } from './refusal.ts';

/** The codes of a refusal after which the same request may succeed. */
const RETRYABLE = ['UNREACHABLE', 'SERVICE_UNAVAILABLE'];

/** S3 makes gigabytes one file in seconds or, on a bad day, in a minute. */
const TRIES = 7;
const FIRST_PAUSE_MS = 500;

interface SentPart {
  readonly number: number;
  /** In Base64. */
  readonly sha256: string;
  readonly etag: string;
}

/** An upload that has begun, and can go on later. Its id opens the file. */
export interface Upload {
  readonly id: string;
  /** RFC 3339 in UTC. */
  readonly until: string;
  /** In bytes. */
  readonly partSize: number;
  /** The parts that S3 has taken. */
  readonly sent: SentPart[];
}

interface Announcement {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** The media type. */
  readonly type: string;
  /** How long the file can be downloaded. */
  readonly seconds: number;
}

/** Sends an editor's request to the routes of files. */
export type AskFiles = <Answer>(method: string, path: string, body?: object, signal?: AbortSignal) => Promise<Answer>;

/** @throws Refusal */
export const beginUpload = async (ask: AskFiles, announcement: Announcement): Promise<Upload> => {
  const { id, until, partSize } = await ask<Upload>('POST', '', announcement);
  return { id, until, partSize, sent: [] };
};

/** Whether an upload can't go on after this error. */
export const isOver = (error: unknown): boolean =>
  error instanceof Refusal && ['NOT_FOUND', 'REFUSED', 'GONE'].includes(error.code);

/** Whether the upload can go on later. */
export const isRetryable = (error: unknown): error is Refusal =>
  error instanceof Refusal && RETRYABLE.includes(error.code);

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => resolve(clearTimeout(timer)));
  });

/** Does it again, a little later each time, as long as that may help. */
const retry = async <Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result> => {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      if (!isRetryable(error) || tries === TRIES) throw error;
      await pause(FIRST_PAUSE_MS * 2 ** tries, signal);
      signal.throwIfAborted();
    }
  }
};

/**
 * Makes the error of a part that was not taken.
 *
 * @param answer S3's, with a reason in it, or nothing.
 * @param otherwise The reason if the answer gives none.
 */
export const toPartRefusal = (answer: string, otherwise: string | number): Refusal => {
  const reason = /<Code>(\w+)</.exec(answer)?.[1] ?? otherwise;
  const code = reason === 'NoSuchUpload' ? 'GONE' : 'UNREACHABLE';
  return new Refusal(`A part of the file was not taken (${reason}).`, { code });
};

/** A part on its way to S3. */
export interface Part<Bytes> {
  readonly bytes: Bytes;
  /** In Base64. */
  readonly sha256: string;
  readonly signal: AbortSignal;
  /** Called with the number of bytes that have left. */
  onProgress(bytes: number): void;
}

interface Sending<Bytes> {
  readonly ask: AskFiles;
  readonly upload: Upload;
  /** Of the file, in bytes. */
  readonly size: number;
  /** Read a part of the file, from a byte up to another. Each holds one part in memory, and all work at once. */
  readonly readers: readonly ((start: number, end: number) => Promise<Bytes>)[];
  /** @returns the SHA-256 in Base64. */
  hash(bytes: Bytes): string | Promise<string>;
  /**
   * Sends a part to a signed address.
   *
   * @returns its ETag.
   * @throws Refusal, or the signal's reason.
   */
  put(url: string, part: Part<Bytes>): Promise<string>;
  /** Keeps the upload's state, after each part. */
  keep(): void | Promise<void>;
  /** Called with the number of bytes of the file that are sent. */
  onProgress(bytes: number): void;
  readonly signal: AbortSignal;
}

/**
 * Sends what is missing of a file, each part again until S3 takes it. After a failure nothing goes on.
 *
 * @throws Refusal, the signal's reason, or what a reader throws.
 */
export const sendParts = async <Bytes>(sending: Sending<Bytes>): Promise<void> => {
  const { ask, upload, size, readers, hash, put, keep, onProgress } = sending;
  const { id, partSize, sent } = upload;
  const endOf = (number: number): number => Math.min(number * partSize, size);
  const bytesSent = new Map(sent.map(({ number }) => [number, endOf(number) - endOf(number - 1)]));
  const note = (number: number, bytes: number): void => {
    bytesSent.set(number, bytes);
    onProgress([...bytesSent.values()].reduce((sum, part) => sum + part, 0));
  };
  const numbers = Array.from({ length: Math.ceil(size / partSize) }, (_, index) => index + 1);
  const missing = numbers.filter((number) => !bytesSent.has(number));
  const failure = new AbortController();
  const signal = AbortSignal.any([sending.signal, failure.signal]);

  const work = async (read: (typeof readers)[number]): Promise<void> => {
    for (let number = missing.shift(); number !== undefined; number = missing.shift()) {
      const part = number;
      const bytes = await read(endOf(part - 1), endOf(part));
      const sha256 = await hash(bytes);
      const etag = await retry(async () => {
        type Signed = { readonly parts: readonly [{ readonly url: string }] };
        const signed = await ask<Signed>('POST', `/${id}/parts`, { parts: [{ number: part, sha256 }] }, signal);
        return put(signed.parts[0].url, { bytes, sha256, signal, onProgress: (loaded) => note(part, loaded) });
      }, signal);
      sent.push({ number, sha256, etag });
      await keep();
      note(part, endOf(part) - endOf(part - 1));
    }
  };
  const workers = readers.map(work);
  try {
    await Promise.all(workers);
  } catch (error) {
    failure.abort();
    await Promise.allSettled(workers);
    throw error;
  }
};

/**
 * Makes the parts that were sent a file, and asks again while the stage can't tell whether it is one.
 *
 * @throws Refusal, or the signal's reason.
 */
export const completeUpload = <SharedFile>(
  ask: AskFiles,
  { id, sent }: Upload,
  signal: AbortSignal,
): Promise<SharedFile> => retry(() => ask<SharedFile>('POST', `/${id}/complete`, { parts: sent }, signal), signal);
