import type { Metrics } from './metrics.ts';

/** One JSON line for each thing worth knowing. Never the string itself, a token or an Authorization header. */
export interface Log {
  /** One line for each request; it carries the metrics, too. */
  request(line: { requestId: string; route: string; status: number; milliseconds: number }): void;

  /** What went wrong behind an answer of 500 or 503, with the cause that its reader must not see. */
  failure(error: unknown, requestId: string): void;
}

interface Dependencies {
  readonly logsRequests: boolean;
  readonly metrics: Metrics;
  readonly now: () => Date;
  /** Takes a line without its end. */
  readonly write: (line: string) => void;
}

/** An error's own fields say nothing to JSON. */
const toFields = (error: unknown): unknown =>
  error instanceof Error
    ? {
        name: error.name,
        message: error.message,
        stack: error.stack,
        ...(error.cause !== undefined && { cause: toFields(error.cause) }),
      }
    : String(error);

export const createLog = ({ logsRequests, metrics, now, write }: Dependencies): Log => {
  const log = (level: 'INFO' | 'ERROR', message: string, fields: Record<string, unknown>) =>
    write(JSON.stringify({ level, message, timestamp: now().toISOString(), ...fields }));
  return {
    request: (line) => {
      if (logsRequests) log('INFO', 'request', { ...line, ...metrics.take(line) });
    },
    failure: (error, requestId) => log('ERROR', 'failure', { requestId, error: toFields(error) }),
  };
};
