import { askFiles, retry } from './files-api.ts';
import { putPart } from './put-part.ts';
import { createCell } from './tab-storage.ts';

/** Each holds one part in memory: 32 MiB together. */
const PARTS_AT_ONCE = 2;

interface SentPart {
  readonly number: number;
  readonly sha256: string;
  readonly etag: string;
}

/** An upload that has begun. Its id opens the file. */
interface Upload extends Pick<File, 'name' | 'size' | 'lastModified'> {
  readonly id: string;
  /** In bytes. */
  readonly partSize: number;
  /** The parts that S3 has taken. */
  readonly sent: SentPart[];
}

/** A file that is there for everyone with its link. */
export interface SharedFile {
  readonly name: string;
  /** A path on this site. */
  readonly link: string;
  /** RFC 3339. */
  readonly until: string;
}

/** The upload that a reload of the page continues when the same file is chosen again. */
export const storedUpload = createCell<Upload>('upload');

export const isOf = (file: File, { name, size, lastModified }: Upload): boolean =>
  file.name === name && file.size === size && file.lastModified === lastModified;

/** @throws Refusal */
export const beginUpload = async (file: File, seconds: number): Promise<Upload> => {
  const { name, size, lastModified } = file;
  const type = file.type.split(';')[0] || 'application/octet-stream';
  const { id, partSize } = await askFiles<Upload>('POST', '', { name, size, type, seconds });
  const upload = { id, name, size, lastModified, partSize, sent: [] };
  storedUpload.write(upload);
  return upload;
};

interface Options {
  readonly signal: AbortSignal;
  /** Called with the number of bytes that are sent. */
  onProgress(bytes: number): void;
}

/**
 * Sends what is missing of a file, each part again until S3 takes it.
 *
 * @throws Refusal, the signal's reason, or a DOMException if the file can't be read.
 */
export const finishUpload = async (
  file: File,
  upload: Upload,
  { signal, onProgress }: Options,
): Promise<SharedFile> => {
  const { id, size, partSize, sent } = upload;
  const startOf = (number: number): number => (number - 1) * partSize;
  const all = Array.from({ length: Math.ceil(size / partSize) }, (_, index) => index + 1);
  const missing = all.filter((number) => !sent.some((part) => part.number === number));
  const progress = new Map(sent.map(({ number }) => [number, Math.min(partSize, size - startOf(number))]));
  const note = (number: number, bytes: number): void => {
    progress.set(number, bytes);
    onProgress([...progress.values()].reduce((sum, part) => sum + part, 0));
  };

  const send = async (number: number): Promise<void> => {
    const bytes = await file.slice(startOf(number), startOf(number + 1)).arrayBuffer();
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const sha256 = btoa(String.fromCharCode(...hash));
    const etag = await retry(async () => {
      type Signed = { readonly parts: readonly [{ readonly url: string }] };
      const signed = await askFiles<Signed>('POST', `/${id}/parts`, { parts: [{ number, sha256 }] }, signal);
      return putPart(signed.parts[0].url, { bytes, sha256, signal, onProgress: (loaded) => note(number, loaded) });
    }, signal);
    sent.push({ number, sha256, etag });
    storedUpload.write(upload);
  };
  const work = async (): Promise<void> => {
    for (let number = missing.shift(); number !== undefined; number = missing.shift()) await send(number);
  };
  await Promise.all(Array.from({ length: PARTS_AT_ONCE }, work));
  return retry(() => askFiles<SharedFile>('POST', `/${id}/complete`, { parts: sent }, signal), signal);
};
