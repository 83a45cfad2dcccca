import { Agent as HttpAgent, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';

/** A line that moves no byte for as long is dead. */
const SILENCE_MS = 60_000;

const agents = { 'http:': new HttpAgent({ keepAlive: true }), 'https:': new HttpsAgent({ keepAlive: true }) };

/** S3 did not take a part. */
export class PartError extends Error {
  override readonly name = 'PartError';
  /** Whether S3 no longer knows the upload. */
  readonly isGone: boolean;

  constructor(reason: string, options?: ErrorOptions) {
    super(`S3 did not take a part (${reason}).`, options);
    this.isGone = reason === 'NoSuchUpload';
  }
}

/**
 * Sends a part to a signed address. Not by `fetch`, which would copy it.
 *
 * @returns its ETag.
 * @throws PartError
 */
export const putPart = async (address: string, bytes: Buffer, sha256: string): Promise<string> => {
  const { protocol } = new URL(address);
  const request = protocol === 'https:' ? requestHttps : requestHttp;
  const headers = { 'content-length': bytes.length, 'x-amz-checksum-sha256': sha256 };
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const agent = agents[protocol as keyof typeof agents];
  const outgoing = request(address, { method: 'PUT', headers, agent, timeout: SILENCE_MS }, async (incoming) => {
    const answer = await text(incoming).catch(() => '');
    if (incoming.statusCode === 200) return resolve(incoming.headers.etag ?? '');
    return reject(new PartError(/<Code>(\w+)</.exec(answer)?.[1] ?? String(incoming.statusCode)));
  });
  outgoing.on('timeout', () => outgoing.destroy(new Error('silence')));
  outgoing.on('error', (cause: NodeJS.ErrnoException) => reject(new PartError(cause.code ?? cause.message, { cause })));
  outgoing.end(bytes);
  return promise;
};
