import { createHash } from 'node:crypto';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { beginUpload, completeUpload, isOver, isRetryable, sendParts } from '../../src/browser/client/upload.ts';
import { CommandError } from '../errors.ts';
import { type Io, tell } from '../io.ts';
import { expectLike, type Remote } from '../remote/remote.ts';
import { createProgress } from './progress.ts';
import { createPutPart } from './put-part.ts';
import { EXAMPLE, type SharedFile } from './shared-file.ts';
import { createUploads } from './uploads.ts';

/** Each holds one part in memory: 48 MiB together. */
const PARTS_AT_ONCE = 3;

interface Options {
  readonly type: string;
  /** How long the file can be downloaded. */
  readonly seconds: number;
}

const openFile = async (path: string) => {
  try {
    const about = await stat(path);
    // Opening a pipe would wait for its writer.
    if (!about.isFile()) throw new CommandError(`${path} is ${about.isDirectory() ? 'a folder' : 'not a file'}.`);
    return { file: await open(path), path: await realpath(path), size: about.size, mtimeMs: about.mtimeMs };
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`${path} can't be read (${(error as NodeJS.ErrnoException).code}).`);
  }
};

/** Reads parts of a file into the same memory. */
const createReader = (file: FileHandle, partSize: number) => {
  const memory = Buffer.allocUnsafeSlow(partSize);
  return async (start: number, end: number): Promise<Buffer> => {
    const bytes = memory.subarray(0, end - start);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
    if (bytesRead === bytes.length) return bytes;
    throw new CommandError('The file became shorter while it was sent.');
  };
};

/**
 * Sends a file to a stage. Killed, it goes on where it was when it is called again for the same file.
 *
 * @throws CommandError, Refusal
 */
export const uploadFile = async (io: Io, remote: Remote, name: string, options: Options): Promise<SharedFile> => {
  const { askFiles } = remote;
  const { signal } = new AbortController();
  const { file, path, size, mtimeMs } = await openFile(name);
  const uploads = createUploads(io, { url: remote.url, path, size, mtimeMs });
  try {
    const known = await uploads.read();
    if (known) tell(io, `Going on with an earlier upload, until ${known.until}.`);
    const begin = () => beginUpload(askFiles, { name: basename(path), size, ...options });
    const upload = known ?? expectLike(remote, await begin(), { id: '', until: '', partSize: 0 });
    await uploads.save(upload);

    const partSize = Math.min(upload.partSize, size);
    const progress = createProgress(io, size, Math.min(size, upload.sent.length * upload.partSize));
    await sendParts({
      ask: async (...asked) => expectLike(remote, await askFiles(...asked), { parts: [{ url: '' }] }),
      ...{ upload, size, signal },
      readers: Array.from({ length: PARTS_AT_ONCE }, () => createReader(file, partSize)),
      hash: (bytes) => createHash('sha256').update(bytes).digest('base64'),
      put: createPutPart(remote.proxies),
      keep: () => uploads.save(upload),
      onProgress: progress.show,
    }).finally(progress.end);

    if ((await file.stat()).mtimeMs !== mtimeMs) {
      await askFiles('DELETE', `/${upload.id}`);
      await uploads.forget();
      throw new CommandError(`${name} changed while it was sent. Nothing is shared: send it again.`);
    }
    const shared = expectLike(remote, await completeUpload<SharedFile>(askFiles, upload, signal), EXAMPLE);
    await uploads.forget();
    return shared;
  } catch (error) {
    // The stage no longer knows the upload, or refuses what was sent: the next start begins anew.
    if (isOver(error)) await uploads.forget();
    if (isRetryable(error)) error.message += ' Give the same command again, to go on.';
    throw error;
  } finally {
    await file.close();
  }
};
