import { request } from '../client/client.ts';
import { Refusal } from '../client/refusal.ts';
import { type AskFiles, beginUpload, completeUpload, type Part, sendParts, type Upload } from '../client/upload.ts';
import { send } from './api.ts';
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

/** As long as a signed address works. */
const TIMEOUT_MS = 900_000;

/**
 * Sends a part to a signed address. Not by `fetch`, which tells no progress.
 *
 * @returns its ETag.
 * @throws Refusal, or the signal's reason.
 */
const putPart = (address: string, { bytes, sha256, signal, onProgress }: Part<ArrayBuffer>): Promise<string> => {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const request = new XMLHttpRequest();
  const refuse = () => {
    const reason = /<Code>(\w+)</.exec(request.responseText)?.[1] ?? (request.status || 'no answer');
    const code = reason === 'NoSuchUpload' ? 'GONE' : 'UNREACHABLE';
    reject(new Refusal(`A part of the file was not taken (${reason}).`, { code }));
  };
  const abort = () => request.abort();
  signal.addEventListener('abort', abort);
  request.addEventListener('loadend', () => signal.removeEventListener('abort', abort));
  request.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded));
  request.addEventListener('load', () => {
    if (request.status === 200) resolve(request.getResponseHeader('etag') ?? '');
    else refuse();
  });
  for (const failure of ['error', 'timeout'] as const) request.addEventListener(failure, refuse);
  request.addEventListener('abort', () => reject(signal.reason));
  request.open('PUT', address);
  request.timeout = TIMEOUT_MS;
  request.setRequestHeader('x-amz-checksum-sha256', sha256);
  request.send(bytes);
  return promise;
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
