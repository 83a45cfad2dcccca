import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Context } from 'aws-lambda';
import type { Config } from '../../../src/config.ts';
import type { HttpResponse } from '../../../src/http/handler.ts';
import { printLogLine } from '../terminal.ts';

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

export interface LocalFiles {
  /** Where browsers send files. */
  readonly origin: string;
  handler(event: unknown, context: Context): Promise<HttpResponse>;
  stop(): Promise<void>;
}

/**
 * Starts the function for files, with an embedded S3. Unlike the product, it is not built again when src changes.
 *
 * @param directory The folder of the store.
 * @param url The address of the page.
 */
export const startFiles = async (directory: string, url: string, config: Config): Promise<LocalFiles> => {
  const s3 = await startS3(join(directory, 'files'), url);
  const { createFilesApp } = await import('../../../src/files/app.ts');
  const filesConfig = { ...config, bucket: s3.bucket, s3Endpoint: s3.endpoint, s3Credentials: s3.credentials };
  const { handler } = createFilesApp(filesConfig, { write: printLogLine });
  return { origin: s3.endpoint, handler, stop: s3.stop };
};
