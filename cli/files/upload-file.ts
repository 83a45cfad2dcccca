import { open, realpath } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { CommandError } from '../errors.ts';
import type { Remote } from '../remote/remote.ts';
import { ServerError } from '../remote/server-error.ts';
import { askFiles, isPassing, type SharedFile } from './files-api.ts';
import { createProgress } from './progress.ts';
import { PartError } from './put-part.ts';
import { sendParts } from './send-parts.ts';
import { createUploads, type Upload } from './uploads.ts';

/** S3 makes gigabytes one file in seconds or, on a bad day, in minutes. */
const COMPLETE_TRIES = 20;
const PAUSE_MS = 3_000;

/** The codes after which an upload can't go on. */
const OVER: readonly unknown[] = ['NOT_FOUND', 'REFUSED', 'GONE'];

interface Options {
  readonly type: string;
  /** How long the file is to be there. */
  readonly seconds: number;
}

const openFile = async (path: string) => {
  try {
    const file = await open(path);
    const { size, mtimeMs } = await file.stat();
    return { file, path: await realpath(path), size, mtimeMs };
  } catch (error) {
    throw new CommandError(`${path} can't be read (${(error as NodeJS.ErrnoException).code}).`);
  }
};

/** Asks again while the stage does not know whether it has done it. */
const complete = async (remote: Remote, { id, sent }: Upload): Promise<SharedFile> => {
  for (let tries = 1; ; tries++) {
    try {
      return await askFiles(remote, 'POST', `/${id}/complete`, { parts: sent });
    } catch (error) {
      if (!isPassing(error) || tries === COMPLETE_TRIES) throw error;
      await pass(PAUSE_MS);
    }
  }
};

/**
 * Sends a file to a stage. Killed, it goes on where it was when it is called again for the same file.
 *
 * @throws CommandError
 */
export const uploadFile = async (remote: Remote, name: string, options: Options): Promise<SharedFile> => {
  const { file, path, size, mtimeMs } = await openFile(name);
  const uploads = createUploads({ url: remote.url, path, size, mtimeMs });
  const begin = async (): Promise<Upload> => {
    const about = { name: basename(path), size, ...options };
    const { id, until, partSize } = await askFiles<Upload>(remote, 'POST', '', about);
    return { id, until, partSize, sent: [] };
  };
  try {
    const known = await uploads.read();
    if (known) process.stderr.write(`Going on with an earlier upload, until ${known.until}.\n`);
    const upload = known ?? (await begin());
    await uploads.save(upload);

    const { id, partSize, sent } = upload;
    const all = Array.from({ length: Math.ceil(size / partSize) }, (_, index) => index + 1);
    const numbers = all.filter((number) => !sent.some((part) => part.number === number));
    const progress = createProgress(size, Math.min(size, sent.length * partSize));
    await sendParts({
      ...{ file, size, partSize, numbers },
      sign: async (part) => {
        type Signed = { readonly parts: readonly [{ readonly url: string }] };
        return (await askFiles<Signed>(remote, 'POST', `/${id}/parts`, { parts: [part] })).parts[0].url;
      },
      onSent: async (part, length) => {
        sent.push(part);
        await uploads.save(upload);
        progress.add(length);
      },
    }).finally(progress.end);

    if ((await file.stat()).mtimeMs !== mtimeMs) {
      await askFiles(remote, 'DELETE', `/${id}`);
      await uploads.forget();
      throw new CommandError(`${name} changed while it was sent. Nothing is shared: send it again.`);
    }
    const shared = await complete(remote, upload);
    await uploads.forget();
    return shared;
  } catch (error) {
    // The stage no longer knows the upload, or refuses what was sent: the next start begins anew.
    if (error instanceof ServerError && OVER.includes(error.fields.code)) await uploads.forget();
    if (!(error instanceof PartError)) throw error;
    if (error.isGone) await uploads.forget();
    throw new CommandError(`${error.message} Give the same command again, to go on.`);
  } finally {
    await file.close();
  }
};
