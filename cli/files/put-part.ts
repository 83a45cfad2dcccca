import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import { Refusal } from '../../src/browser/client/refusal.ts';
import type { Part } from '../../src/browser/client/upload.ts';
import { createAgents, type Proxies } from '../remote/proxies.ts';

/** A line that moves no byte for as long is dead. */
const SILENCE_MS = 60_000;

/** Returns a function that sends a part to a signed address. Not by `fetch`, which would copy it. */
export const createPutPart = (proxies: Proxies) => {
  const { httpAgent, httpsAgent } = createAgents(proxies);
  return (address: string, { bytes, sha256, signal }: Part<Buffer>): Promise<string> => {
    const isHttps = address.startsWith('https:');
    const headers = { 'content-length': bytes.length, 'x-amz-checksum-sha256': sha256 };
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const refuse = (reason: string | undefined): void =>
      reject(
        new Refusal(`A part of the file was not taken (${reason}).`, {
          code: reason === 'NoSuchUpload' ? 'GONE' : 'UNREACHABLE',
        }),
      );
    const outgoing = (isHttps ? requestHttps : requestHttp)(address, {
      ...{ method: 'PUT', headers, signal, timeout: SILENCE_MS },
      agent: isHttps ? httpsAgent : httpAgent,
    });
    outgoing.on('response', async (incoming) => {
      const answer = await text(incoming).catch(() => '');
      if (incoming.statusCode === 200) resolve(incoming.headers.etag ?? '');
      else refuse(/<Code>(\w+)</.exec(answer)?.[1] ?? String(incoming.statusCode));
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('silence')));
    outgoing.on('error', ({ code, message }: NodeJS.ErrnoException) => refuse(code ?? message));
    outgoing.end(bytes);
    return promise;
  };
};
