import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type Candidate, SHOWN_STRING } from '../candidate.ts';
import { createCpuShare } from './cpu-share.ts';
import { startRuntimeApi } from './runtime-api.ts';
import { lambdaVariables } from './variables.ts';

const RUNTIME = fileURLToPath(new URL('runtime-loop.mjs', import.meta.url));

/** The store and the CPU of a function. */
export interface Environment {
  readonly storeEndpoint: string;
  /** The file of the store's certificate. */
  readonly certificateFile: string;
  /** In MB: limits the CPU of invocations to Lambda's share for this size. Undefined: no limit. */
  readonly memory: number | undefined;
}

export interface FunctionProcess {
  readonly pid: number;
  /** Resolves when the process waits for an event, with the milliseconds since its start. */
  waiting(): Promise<number>;
  /**
   * Sends the candidate's event once.
   *
   * @returns the milliseconds from sending the event to the answer.
   * @throws Error unless the answer is a 200 that shows the string, or when the process ended.
   */
  invoke(): Promise<number>;
  /**
   * Sends any event once.
   *
   * @returns the status of the answer.
   * @throws Error when the answer has no status, or the process ended.
   */
  send(event: APIGatewayProxyEventV2): Promise<number>;
  /** Starts limiting the CPU to the share of its memory. Lambda does not limit a function while it starts. */
  endInit(): void;
  stop(): Promise<void>;
}

const parse = (answer: string) => JSON.parse(answer) as { statusCode?: number; body?: string } | null;

/** Starts a function in a fresh process, like a cold start of Lambda. */
export const startFunction = async (
  candidate: Candidate,
  environment: Environment,
  extraVariables: Readonly<Record<string, string>> = {},
): Promise<FunctionProcess> => {
  const { memory } = environment;
  const api = await startRuntimeApi();
  const [program, ...parameters] = candidate.command ?? [process.execPath, RUNTIME];
  const event = JSON.stringify(candidate.event);
  const env = { ...lambdaVariables(candidate, environment, api.address), ...extraVariables };
  const refuse = (answer: string) => new Error(`${candidate.name} answered ${answer.slice(0, 500)}`);

  const start = performance.now();
  // Uses pipes, as Lambda does: Node opens and writes a file differently. Both are read, because a full pipe would
  // block the function.
  const child = spawn(program, parameters, { cwd: candidate.directory, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  child.stdout.resume();
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(0, 2_000);
  });
  ended.then(
    ([code]) => api.fail(new Error(`${candidate.name} ended (exit code ${code}): ${complaint}`)),
    (error: Error) => api.fail(error),
  );
  const { pid } = child;
  if (pid === undefined) {
    api.close();
    throw new Error(`Cannot start ${program}`);
  }
  const share = memory === undefined ? undefined : createCpuShare(String(pid), memory);
  share?.add(pid);

  return {
    pid,
    waiting: async () => (await api.polled()) - start,
    invoke: async () => {
      const { body, milliseconds } = await api.invoke(event);
      const answer = parse(body);
      if (answer?.statusCode === 200 && answer.body?.includes(SHOWN_STRING)) return milliseconds;
      throw refuse(body);
    },
    send: async (other) => {
      const { body } = await api.invoke(JSON.stringify(other));
      const status = parse(body)?.statusCode;
      if (status === undefined) throw refuse(body);
      return status;
    },
    endInit: () => share?.limit(),
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
      api.close();
      share?.remove();
    },
  };
};
