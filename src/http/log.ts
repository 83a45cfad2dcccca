import fs from 'node:fs';
import type { Metrics } from './metrics.ts';

const STDOUT = 1;

/**
 * Writes a line to standard output. Setting up `process.stdout` takes two milliseconds of every cold start.
 *
 * A pipe takes a line of less than 4,096 bytes whole or not at all. If it is full, the stream waits.
 */
export const writeLine = (line: string): void => {
  const text = `${line}\n`;
  try {
    fs.writeSync(STDOUT, text);
  } catch {
    process.stdout.write(text);
  }
};

/** Writes one JSON line per event. Never logs the string itself, a token or an Authorization header. */
export interface Log {
  /** Logs a request. The line also carries the metrics. */
  request(line: { requestId: string; route: string; status: number; milliseconds: number }): void;

  /** Logs a scheduled task that was done, with its result. */
  task(line: { requestId: string; task: string; milliseconds: number }): void;

  /** Logs the error behind a 500, a 503 or a failed task, with the cause that the client must not see. */
  failure(error: unknown, requestId: string): void;
}

interface Dependencies {
  readonly logsRequests: boolean;
  readonly metrics: Metrics;
  readonly now: () => Date;
  /** Takes a line without a line feed. */
  readonly write: (line: string) => void;
}

/** JSON.stringify drops an Error's fields: they are not enumerable. */
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
    request: ({ requestId, milliseconds, ...result }) => {
      if (!logsRequests) return;
      const fields = `"timestamp":"${now().toISOString()}","requestId":${JSON.stringify(requestId)},"milliseconds":${milliseconds}`;
      write(`{"level":"INFO","message":"request",${fields},${metrics.take(result)}}`);
    },
    task: (line) => log('INFO', 'task', line),
    failure: (error, requestId) => log('ERROR', 'failure', { requestId, error: toFields(error) }),
  };
};
