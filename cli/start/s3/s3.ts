import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';

export interface LocalS3 {
  readonly endpoint: string;
  readonly bucket: string;
  /** The only ones that it knows. They are new at each start. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  stop(): Promise<void>;
}

const BUCKET = 'files';

/**
 * Starts an embedded S3 with one bucket, on a free port of this machine. Nothing in it ends by itself.
 *
 * @param directory Where the files are kept.
 * @param origin The page that may send and get files from a browser.
 */
export const startS3 = async (directory: string, origin: string): Promise<LocalS3> => {
  await mkdir(directory, { recursive: true });
  const credentials = { accessKeyId: randomUUID(), secretAccessKey: randomUUID() };
  const child = fork(new URL('./s3-process.ts', import.meta.url), [directory, BUCKET, origin]);
  // Other users of this machine can read a process's arguments.
  child.send(credentials);
  const exit = once(child, 'exit');
  const [address] = (await Promise.race([
    once(child, 'message'),
    exit.then(() => Promise.reject(new Error('The embedded S3 ended by itself'))),
  ])) as [AddressInfo];
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    bucket: BUCKET,
    credentials,
    stop: async () => {
      child.kill('SIGKILL');
      await exit;
    },
  };
};
