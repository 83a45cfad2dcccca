import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type Candidate, SHOWN_STRING } from '../candidate.ts';
import { createCpuShare } from './cpu-share.ts';
import { startRuntimeApi } from './runtime-api.ts';
import { lambdaVariables } from './variables.ts';

/** The program that runs a function where none of AWS's own is at hand. */
export const OWN_LOOP = fileURLToPath(new URL('runtime-loop.mjs', import.meta.url));

/** The store, the runtime and the CPU that a function gets. */
export interface Environment {
  readonly storeEndpoint: string;
  /** A file with the certificate that the store shows. */
  readonly certificateFile: string;
  /** The program that takes events from the Runtime API and calls the handler. */
  readonly runtimeFile: string;
  /** In MB: limits the CPU of the invocations to what Lambda gives for it. Undefined: no limit. */
  readonly memory: number | undefined;
}

export interface FunctionProcess {
  readonly pid: number;
  /** Resolves when it waits for an event, with the milliseconds since it was started. */
  waiting(): Promise<number>;
  /**
   * Sends the candidate's event once.
   *
   * @returns the milliseconds from handing the event over to the answer.
   * @throws Error when the answer isn't a 200 that shows the string, or the process ended.
   */
  invoke(): Promise<number>;
  /**
   * Sends any event once.
   *
   * @returns the status of the answer.
   * @throws Error when the answer has no status, or the process ended.
   */
  send(event: APIGatewayProxyEventV2): Promise<number>;
  /** Holds it back to the CPU of its memory from now on; Lambda doesn't while a function starts. */
  endInit(): void;
  stop(): Promise<void>;
}

const parse = (answer: string) => JSON.parse(answer) as { statusCode?: number; body?: string } | null;

/** Starts a function in a fresh process, as a cold start of Lambda does. */
export const startFunction = async (
  candidate: Candidate,
  environment: Environment,
  extraVariables: Readonly<Record<string, string>> = {},
): Promise<FunctionProcess> => {
  const { memory, runtimeFile } = environment;
  const api = await startRuntimeApi();
  const [program, ...parameters] = candidate.command ?? [process.execPath, runtimeFile];
  const event = JSON.stringify(candidate.event);
  const env = { ...lambdaVariables(candidate, environment, api.address), ...extraVariables };
  const refuse = (answer: string) => new Error(`${candidate.name} answered ${answer.slice(0, 500)}`);

  const start = performance.now();
  // Pipes, because Lambda's are, and Node opens and writes one differently than a file. Both are read: a full one would
  // stop the function.
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
    throw new Error(`${program} cannot be started`);
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
