import { createReadStream, createWriteStream, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Opens a file that has no name any more: when this process ends, however it ends, the file is gone. */
const openNameless = (): number => {
  const directory = mkdtempSync(join(tmpdir(), 'saved-string-'));
  try {
    return openSync(join(directory, 'copy'), 'wx+', 0o600);
  } finally {
    rmSync(directory, { recursive: true });
  }
};

/**
 * Copies a stream to the temporary folder, however long it is.
 *
 * @returns what reads the copy from its beginning, each time that it is called, until a reader stops before the end.
 */
export const setAside = async (input: Readable): Promise<() => AsyncIterable<Buffer>> => {
  const fd = openNameless();
  await pipeline(input, createWriteStream('', { fd, autoClose: false }));
  return () => createReadStream('', { fd, start: 0, autoClose: false });
};
