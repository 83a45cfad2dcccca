import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile, realpath, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import {
  beginUpload,
  completeUpload,
  isOver,
  isRetryable,
  type Part,
  sendParts,
  toPartRefusal,
  type Upload,
} from '../../src/browser/client/upload.ts';
import { CommandError } from '../errors.ts';
import { type Io, tell } from '../io.ts';
import { createRequest, type Proxies } from '../remote/proxies.ts';
import { expectLike, type Remote } from '../remote/remote.ts';
import { writePrivate } from '../start/address.ts';
import { createProgress } from './progress.ts';

/** A file, as the stage describes it. */
export interface SharedFile {
  readonly id: string;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly sharedBy: string;
  /** RFC 3339 in UTC. */
  readonly until: string;
  /** Null while it is being sent. */
  readonly completedAt: string | null;
}

export const EXAMPLE = { id: '', name: '', size: 0, sharedBy: '', until: '' } as const;

/** Each holds one part in memory: 48 MiB together. */
const PARTS_AT_ONCE = 3;

/** A line that moves no byte for as long is dead. */
const SILENCE_MS = 60_000;

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

/** Returns a function that sends a part to a signed address. Not by `fetch`, which would copy it. */
const createPutPart = (proxies: Proxies) => {
  const request = createRequest(proxies);
  return (address: string, { bytes, sha256, signal }: Part<Buffer>): Promise<string> => {
    const headers = { 'content-length': bytes.length, 'x-amz-checksum-sha256': sha256 };
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const outgoing = request(new URL(address), { method: 'PUT', headers, signal, timeout: SILENCE_MS });
    outgoing.on('response', async (incoming) => {
      const answer = await text(incoming).catch(() => '');
      if (incoming.statusCode === 200) resolve(incoming.headers.etag ?? '');
      else reject(toPartRefusal(answer, incoming.statusCode ?? 0));
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('silence')));
    outgoing.on('error', ({ code, message }: NodeJS.ErrnoException) => reject(toPartRefusal('', code ?? message)));
    outgoing.end(bytes);
    return promise;
  };
};

/** Keeps the state of one upload on this machine: of the same file, unchanged, to the same stage. */
const createUploads = ({ env }: Io, ...source: readonly (string | number)[]) => {
  const folder = join(env.HOME ?? homedir(), '.cache', 'saved-string', 'uploads');
  const file = join(folder, `${createHash('sha256').update(JSON.stringify(source)).digest('hex')}.json`);
  let saving = Promise.resolve();
  return {
    /** @returns undefined if there is none, or its file has ended. */
    read: async (): Promise<Upload | undefined> => {
      try {
        const upload: Upload = JSON.parse(await readFile(file, 'utf8'));
        return Date.parse(upload.until) > Date.now() ? upload : undefined;
      } catch {
        return undefined;
      }
    },
    save: (upload: Upload): Promise<void> => {
      saving = saving.then(async () => {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writePrivate(file, JSON.stringify(upload));
      });
      return saving;
    },
    forget: () => rm(file, { force: true }),
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
  const uploads = createUploads(io, remote.url, path, size, mtimeMs);
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
      upload,
      size,
      signal,
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
