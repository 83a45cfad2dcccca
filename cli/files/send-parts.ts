import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { setTimeout as pass } from 'node:timers/promises';
import { CommandError } from '../errors.ts';
import { isPassing } from './files-api.ts';
import { PartError, putPart } from './put-part.ts';

/** Each holds one part in memory: 48 MiB together. */
const PARTS_AT_ONCE = 3;

const TRIES = 6;
const FIRST_PAUSE_MS = 500;

export interface SentPart {
  readonly number: number;
  readonly sha256: string;
  readonly etag: string;
}

interface Options {
  readonly file: FileHandle;
  /** In bytes, as the next. */
  readonly size: number;
  readonly partSize: number;
  /** The parts to send. Emptied. */
  readonly numbers: number[];
  /** Signs an address for a part. */
  readonly sign: (part: { number: number; sha256: string }) => Promise<string>;
  readonly onSent: (part: SentPart, length: number) => Promise<void>;
}

/**
 * Sends parts of a file, some at once, and each again until S3 takes it.
 *
 * @throws PartError, CommandError when the file became shorter, or what `sign` throws.
 */
export const sendParts = async ({ file, size, partSize, numbers, sign, onSent }: Options): Promise<void> => {
  const send = async (number: number, memory: Buffer): Promise<void> => {
    const start = (number - 1) * partSize;
    const bytes = memory.subarray(0, Math.min(partSize, size - start));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
    if (bytesRead !== bytes.length) throw new CommandError('The file became shorter while it was sent.');
    const sha256 = createHash('sha256').update(bytes).digest('base64');
    for (let tries = 1; ; tries++) {
      try {
        const etag = await putPart(await sign({ number, sha256 }), bytes, sha256);
        return await onSent({ number, sha256, etag }, bytes.length);
      } catch (error) {
        const mayHelp = error instanceof PartError ? !error.isGone : isPassing(error);
        if (!mayHelp || tries === TRIES) throw error;
        await pass(FIRST_PAUSE_MS * 2 ** tries);
      }
    }
  };

  const work = async (): Promise<void> => {
    const memory = Buffer.allocUnsafeSlow(Math.min(partSize, size));
    for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) await send(number, memory);
  };
  const workers = Array.from({ length: Math.min(PARTS_AT_ONCE, numbers.length) }, work);
  try {
    await Promise.all(workers);
  } finally {
    // After a failure, the others end with the part that they are sending.
    numbers.length = 0;
    await Promise.allSettled(workers);
  }
};
