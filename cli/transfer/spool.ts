import { createReadStream, createWriteStream, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CommandError } from '../errors.ts';

/** Opens an unlinked file: it disappears when this process ends, even in a crash. */
const openNameless = (): number => {
  const directory = mkdtempSync(join(tmpdir(), 'saved-string-'));
  try {
    return openSync(join(directory, 'copy'), 'wx+', 0o600);
  } finally {
    rmSync(directory, { recursive: true });
  }
};

/** @returns a CommandError for an error of the operating system, or else the same error. */
const explain = (error: unknown): unknown => {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  const message =
    syscall === 'read'
      ? `The file can't be read (${code}).`
      : `The file can't be copied to ${tmpdir()} (${code}). Free some space there, or set TMPDIR to another folder.`;
  return new CommandError(message, { cause: error });
};

/**
 * Copies a stream of any length to the temporary folder.
 *
 * @returns a function that reads the copy from its beginning on each call, until a reader stops before the end.
 * @throws CommandError when the stream can't be read, or the folder has no room for the copy.
 */
export const spool = async (input: Readable): Promise<() => AsyncIterable<Buffer>> => {
  try {
    const fd = openNameless();
    await pipeline(input, createWriteStream('', { fd, autoClose: false }));
    return () => createReadStream('', { fd, start: 0, autoClose: false });
  } catch (error) {
    throw explain(error);
  }
};
