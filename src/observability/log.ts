import { Logger } from '@aws-lambda-powertools/logger';

/** One JSON line for each thing worth knowing. Never the string itself, a token or an Authorization header. */
export interface Log {
  request(line: { requestId: string; route: string; status: number; milliseconds: number }): void;

  /** What went wrong behind an answer of 500 or 503, with the cause that its reader must not see. */
  failure(error: unknown, requestId: string): void;
}

export const createLog = (): Log => {
  const logger = new Logger({ serviceName: 'saved-string' });
  return {
    request: (line) => logger.info('request', { ...line }),
    failure: (error, requestId) =>
      logger.error('failure', { requestId, error: error instanceof Error ? error : new Error(String(error)) }),
  };
};
