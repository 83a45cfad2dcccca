import { request } from '../client/client.ts';
import { type AskFiles, beginUpload, completeUpload, sendParts, type Upload } from '../client/upload.ts';
import { send } from './api.ts';
import { putPart } from './put-part.ts';
import { createCell, storedToken } from './storage.ts';

/** An upload with what tells its file from others. */
interface FileUpload extends Upload, Pick<File, 'name' | 'size' | 'lastModified'> {}

/** A file that is there for everyone with its link. */
export interface SharedFile {
  readonly name: string;
  /** A path on this site. */
  readonly link: string;
  /** RFC 3339. */
  readonly until: string;
}

/** The upload that a reload of the page continues when the same file is chosen again. */
export const storedUpload = createCell<FileUpload>('upload');

export const isOf = (file: File, { name, size, lastModified }: FileUpload): boolean =>
  file.name === name && file.size === size && file.lastModified === lastModified;

export const askFiles: AskFiles = (method, path, body, signal) =>
  request(send, method, `files${path}`, { token: storedToken.read(), body, signal });

/** @throws Refusal */
export const begin = async (file: File, seconds: number): Promise<FileUpload> => {
  const { name, size, lastModified } = file;
  const type = file.type.split(';')[0] || 'application/octet-stream';
  const upload = await beginUpload(askFiles, { name, size, type, seconds });
  storedUpload.write({ ...upload, name, size, lastModified });
  return { ...upload, name, size, lastModified };
};

interface Options {
  readonly signal: AbortSignal;
  /** Called with the number of bytes that are sent. */
  onProgress(bytes: number): void;
}

/**
 * Sends what is missing of a file, and shares it.
 *
 * @throws Refusal, the signal's reason, or a DOMException if the file can't be read.
 */
export const finish = async (file: File, upload: FileUpload, options: Options): Promise<SharedFile> => {
  const read = (start: number, end: number) => file.slice(start, end).arrayBuffer();
  await sendParts({
    ...options,
    ask: askFiles,
    upload,
    size: upload.size,
    // 32 MiB together.
    readers: [read, read],
    hash: async (bytes) => btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))),
    put: putPart,
    keep: () => storedUpload.write(upload),
  });
  return completeUpload(askFiles, upload, options.signal);
};
