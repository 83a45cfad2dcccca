import { join } from 'node:path';
import type { Context } from 'aws-lambda';
import type { Config } from '../../../src/config.ts';
import type { HttpResponse } from '../../../src/http/handler.ts';
import { printLogLine } from '../terminal.ts';
import { startS3 } from './s3.ts';

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
