import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TEST_EDITOR } from '../../../test/support/editor.ts';
import { unpackProduct } from '../../product.ts';
import { quantile } from '../../statistics.ts';
import { startStubDynamoDB } from '../../stub-dynamodb.ts';
import type { Finding, Task } from './callers.ts';
import { OPERATIONS, type Operation } from './operations.ts';

/** Times are in milliseconds. */
export interface LoadOptions {
  /** An empty folder, to unpack the function into. */
  readonly directory: string;
  /** How many callers there are at a time; each number is a run of its own. */
  readonly callers: readonly number[];
  readonly duration: number;
  readonly dbLatency: number;
  readonly onProgress: (doing: string) => void;
}

/** Times are in milliseconds. */
export interface LoadResult {
  readonly operation: Operation;
  readonly callers: number;
  readonly requests: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly errors: number;
  readonly answerBytes: number;
  /** What the function itself logs for one request. */
  readonly logBytes: number;
}

/** In milliseconds: loading, opening connections, and the first rounds of the compiler. */
const WARM_UP = 1_500;

const program = fileURLToPath(new URL('callers.ts', import.meta.url));

/** Runs a task in a process of its own, with nothing in its environment but what Lambda sets too. */
const runTask = async (task: Task, environment: Readonly<Record<string, string>>) => {
  const child = fork(program, { execArgv: [], env: environment, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  let logged = 0;
  // What the function logs is read, so that it can't fill the pipe, and counted.
  child.stdout?.on('data', (data: Buffer) => {
    logged += data.length;
  });
  const ended = once(child, 'close');
  child.send(task);
  const finding = await Promise.race([
    once(child, 'message').then(([message]) => message as Finding),
    ended.then(([code]) => {
      throw new Error(`The load did not run (exit code ${code})`);
    }),
  ]);
  // Not by disconnecting: then a child whose output is read never closes.
  child.kill();
  await ended;
  return { ...finding, logBytes: logged / finding.calls };
};

const summarize = (
  { operation, callers }: Task,
  { latencies, errors, elapsed, answerBytes, logBytes }: Awaited<ReturnType<typeof runTask>>,
): LoadResult => ({
  operation,
  callers,
  requests: latencies.length,
  perSecond: (latencies.length / elapsed) * 1_000,
  p50: quantile(latencies, 0.5),
  p99: quantile(latencies, 0.99),
  max: quantile(latencies, 1),
  errors,
  answerBytes,
  logBytes,
});

/** Packages this project and loads it, against a stub DynamoDB that speaks TLS: each of the two is a process of its own. */
export const runLoad = async (options: LoadOptions): Promise<LoadResult[]> => {
  const { directory, callers, duration, dbLatency, onProgress } = options;
  onProgress('packaging the function');
  const { handler, environment } = await unpackProduct(directory);
  const store = await startStubDynamoDB({ latency: dbLatency, editor: TEST_EDITOR });
  const results: LoadResult[] = [];
  try {
    const certificateFile = join(directory, 'store.pem');
    await writeFile(certificateFile, store.certificate ?? '');
    const surroundings = {
      ...environment,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'example',
      AWS_ENDPOINT_URL_DYNAMODB: store.endpoint,
      NODE_EXTRA_CA_CERTS: certificateFile,
    };
    const module = join(directory, handler.replace(/\.\w+$/, '.mjs'));
    for (const operation of OPERATIONS) {
      for (const number of callers) {
        onProgress(`${operation}, ${number} callers`);
        const task: Task = { module, operation, callers: number, warmUp: WARM_UP, duration };
        results.push(summarize(task, await runTask(task, surroundings)));
      }
    }
  } finally {
    await store.stop();
  }
  return results;
};
