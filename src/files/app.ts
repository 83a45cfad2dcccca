import { createDynamoClient } from '../dynamodb/client.ts';
import { createDynamoEditorTokens } from '../dynamodb/editor-tokens.ts';
import { createAuthenticate } from '../editors/authenticate.ts';
import { createHandler } from '../http/handler.ts';
import { createLog } from '../observability/log.ts';
import { createMetrics } from '../observability/metrics.ts';
import { writeLine } from '../observability/write-line.ts';
import type { FilesConfig } from './config.ts';
import { createDynamoFileLog } from './dynamodb-file-log.ts';
import { createFiles } from './files.ts';
import { createFileRoutes } from './routes.ts';
import { createS3Bucket } from './s3-bucket.ts';

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
      routes: createFileRoutes({
        files: createFiles({
          log: createDynamoFileLog(client, config.tableName),
          bucket: createS3Bucket(config),
          now,
        }),
        authenticate: createAuthenticate({ tokens: createDynamoEditorTokens(client, config.tableName), now }),
        log,
        metrics,
      }),
    }),
  };
};
