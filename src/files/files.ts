import { randomBytes, randomInt } from 'node:crypto';
import type { Editor } from '../domain/editor.ts';
import { createFileId } from './file-log.ts';
import {
  type Announcement,
  checkAnnouncedParts,
  checkSentParts,
  KEPT_MS,
  lengthOfPart,
  MAX_KEPT_BYTES,
  MAX_OPEN_FILES,
  Refusal,
} from './rules.ts';
import type { Bucket, FileLog, SharedFile } from './shared-file.ts';

/** The longest that an address to download from works. A download that has begun goes on. */
const DOWNLOAD_SECONDS = 300;

interface Dependencies {
  readonly log: FileLog;
  readonly bucket: Bucket;
  readonly now: () => Date;
}

/** The rules of files that end by themselves. Every method throws Refusal or StoreUnavailableError. */
export const createFiles = ({ log, bucket, now }: Dependencies) => {
  const hasEnded = ({ until }: SharedFile): boolean => Date.parse(until) <= now().getTime();

  /** Finds a file that has neither ended nor been removed. */
  const findOpen = async (id: string, signal: AbortSignal): Promise<SharedFile> => {
    const file = await log.find(id, signal);
    if (!file) throw new Refusal(404, 'There is no such file.');
    const { removedAt, until } = file;
    if (removedAt !== null) throw new Refusal(410, `The file was removed at ${removedAt}.`, { endedAt: removedAt });
    if (hasEnded(file)) throw new Refusal(410, `The file ended at ${until}.`, { endedAt: until });
    return file;
  };

  /** Lists the files that end after this time, and were not removed. */
  const list = async (time: Date, signal: AbortSignal): Promise<SharedFile[]> =>
    (await log.list(time, signal)).filter(({ removedAt }) => removedAt === null);

  /** @throws Refusal when one more file of this size would be too much. Two at the same moment may be. */
  const checkSpace = async (size: number, signal: AbortSignal): Promise<void> => {
    const since = new Date(now().getTime() - KEPT_MS);
    const kept = (await list(since, signal)).filter(({ begunAt }) => Date.parse(begunAt) > since.getTime());
    if (kept.filter((file) => !hasEnded(file)).length >= MAX_OPEN_FILES) {
      throw new Refusal(
        409,
        `There are ${MAX_OPEN_FILES} files, which is the limit. Remove one, or wait until one expires.`,
      );
    }
    if (kept.reduce((sum, file) => sum + file.size, size) > MAX_KEPT_BYTES) {
      throw new Refusal(
        409,
        'The files of the last 14 days take 120 GiB, which is the limit. Remove one that is open.',
      );
    }
  };

  const remove = async (file: SharedFile, signal: AbortSignal): Promise<void> => {
    // In this order nobody gets half of a file, and a second try finishes what the first left.
    await log.note(file.id, 'removedAt', now().toISOString(), signal);
    await bucket.abortUpload(file, signal);
    await bucket.remove(file.id, signal);
  };

  return {
    /** Lists the files that have not ended, those that are still being sent included. */
    list: (signal: AbortSignal) => list(now(), signal),

    /** Begins an upload. */
    begin: async ({ seconds, ...about }: Announcement, editor: Editor, signal: AbortSignal): Promise<SharedFile> => {
      await checkSpace(about.size, signal);
      const begunAt = now();
      const until = new Date(begunAt.getTime() + seconds * 1_000);
      const id = createFileId(until, { series: randomInt(250), secret: randomBytes(16) });
      const file: SharedFile = {
        ...about,
        id,
        uploadId: await bucket.beginUpload({ ...about, id }, signal),
        sharedBy: editor.name,
        begunAt: begunAt.toISOString(),
        until: until.toISOString(),
        completedAt: null,
        removedAt: null,
      };
      await log.begin(file, signal);
      return file;
    },

    /** Signs addresses for parts: new ones, or again those that were lost. */
    signParts: async (id: string, body: Record<string, unknown>, signal: AbortSignal) => {
      const file = await findOpen(id, signal);
      if (file.completedAt !== null) throw new Refusal(409, 'The file is complete, and takes no more parts.');
      return Promise.all(
        checkAnnouncedParts(body, file.size).map(async ({ number, sha256 }) => {
          const length = lengthOfPart(file.size, number);
          return { number, url: await bucket.signPart(file, { number, sha256, length }) };
        }),
      );
    },

    /** Completes the upload. A second call, for a lost answer, changes nothing. */
    complete: async (id: string, body: Record<string, unknown>, signal: AbortSignal): Promise<SharedFile> => {
      const file = await findOpen(id, signal);
      const size = await bucket.completeUpload(file, checkSentParts(body, file.size), signal);
      if (size === undefined) {
        throw new Refusal(409, 'A part is missing, or is not what was announced. Send it again, then complete.');
      }
      if (size !== file.size) {
        await remove(file, signal);
        throw new Refusal(409, `The file has ${size} bytes, not the ${file.size} that were announced. It was removed.`);
      }
      await log.note(id, 'completedAt', now().toISOString(), signal);
      // Removed during completion: the bytes came after the removal.
      const stored = await log.find(id, signal);
      if (stored?.removedAt) await bucket.remove(id, signal);
      return findOpen(id, signal);
    },

    /** Makes an address that gives the bytes, and ends with the file. */
    download: async (id: string, signal: AbortSignal): Promise<string> => {
      const file = await findOpen(id, signal);
      if (file.completedAt === null) throw new Refusal(404, 'The file is still being sent.');
      const secondsLeft = Math.floor((Date.parse(file.until) - now().getTime()) / 1_000);
      return bucket.signDownload(id, Math.max(1, Math.min(DOWNLOAD_SECONDS, secondsLeft)));
    },

    /** Removes a file at once. A second call, for a lost answer, changes nothing. */
    remove: async (id: string, signal: AbortSignal): Promise<void> => {
      const file = await log.find(id, signal);
      if (!file) throw new Refusal(404, 'There is no such file.');
      await remove(file, signal);
    },
  };
};

export type Files = ReturnType<typeof createFiles>;
