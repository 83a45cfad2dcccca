import { type Config, readConfig } from '../config.ts';
import { createAuthenticate } from '../domain/editor.ts';
import { createExplain } from '../http/answer.ts';
import { createHandler } from '../http/handler.ts';
import { createLog, writeLine } from '../http/log.ts';
import { createMetrics } from '../http/metrics.ts';
import { createDynamoClient } from '../store/client.ts';
import { createDynamoEditorTokens } from '../store/editors.ts';
import { createDynamoFileLog } from './file-log.ts';
import { createFiles } from './files.ts';
import { createFileRoutes } from './routes.ts';
import { createS3Bucket } from './s3-bucket.ts';

/** The settings of the function for files, from the environment that stack/files-function.yml sets. */
export interface FilesConfig extends Config {
  readonly bucket: string;
  /** Overrides the region's own S3 address. */
  readonly s3Endpoint: string | undefined;
  /** Those of another S3 than the account's. */
  readonly s3Credentials?: Config['credentials'];
}

/**
 * Reads the settings once, at start.
 *
 * @throws Error that names the missing variable.
 */
export const readFilesConfig = (env: Readonly<Record<string, string | undefined>> = process.env): FilesConfig => {
  const bucket = env.FILES_BUCKET;
  if (!bucket) throw new Error('The environment variable FILES_BUCKET is missing');
  return { ...readConfig(env), bucket, s3Endpoint: env.AWS_ENDPOINT_URL_S3 };
};

interface Options {
  /** The clock. */
  readonly now?: () => Date;
  /** Takes a line of the log, without a line feed. */
  readonly write?: (line: string) => void;
}

/** Wires the second function, which knows files and editors, and nothing of the string. */
export const createFilesApp = (config: FilesConfig, { now = () => new Date(), write = writeLine }: Options = {}) => {
  const metrics = createMetrics({ stage: config.stage, now });
  const log = createLog({ logsRequests: config.logsRequests, metrics, now, write });
  const client = createDynamoClient(config, metrics.startStoreCall);
  return {
    handler: createHandler({
      log,
      explain: createExplain({ log, metrics }),
      routes: createFileRoutes({
        files: createFiles({
          log: createDynamoFileLog(client, config.tableName),
          bucket: createS3Bucket(config),
          now,
        }),
        authenticate: createAuthenticate({ tokens: createDynamoEditorTokens(client, config.tableName), now }),
      }),
    }),
  };
};
