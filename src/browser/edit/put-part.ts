import { type Part, toPartRefusal } from '../client/upload.ts';

/** As long as a signed address works. */
const TIMEOUT_MS = 900_000;

/**
 * Sends a part to a signed address. Not by `fetch`, which tells no progress.
 *
 * @returns its ETag.
 * @throws Refusal, or the signal's reason.
 */
export const putPart = (address: string, { bytes, sha256, signal, onProgress }: Part<ArrayBuffer>): Promise<string> => {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const request = new XMLHttpRequest();
  const refuse = () => reject(toPartRefusal(request.responseText, request.status || 'no answer'));
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

export const hashPart = async (bytes: ArrayBuffer): Promise<string> =>
  btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))));
