import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Candidate, SHOWN_STRING } from '../candidate.ts';
import { createCpuShare } from './cpu-share.ts';
import { lambdaEnvironment } from './environment.ts';
import { startRuntimeApi } from './runtime-api.ts';

/** The program that runs a function where none of AWS's own is at hand. */
export const OWN_LOOP = fileURLToPath(new URL('runtime-loop.mjs', import.meta.url));

/** What a function finds around it. */
export interface Surroundings {
  readonly storeEndpoint: string;
  /** A file with the certificate that the store shows. */
  readonly certificateFile: string;
  /** The program that takes events from the Runtime API and calls the handler. */
  readonly runtimeFile: string;
  /** In MB; only the invocations have the CPU that Lambda gives for it. Undefined has all of the machine's. */
  readonly memory: number | undefined;
}

export interface FunctionProcess {
  readonly pid: number;
  /** Resolves when it waits for an event, with the milliseconds since it was started. */
  waiting(): Promise<number>;
  /**
   * Sends its event once.
   *
   * @returns the milliseconds from handing the event over to the answer.
   * @throws Error when the answer isn't a 200 that shows the string, or the process ended.
   */
  invoke(): Promise<number>;
  /** Holds it back to the CPU of its memory from now on; Lambda doesn't while a function starts. */
  endInit(): void;
  stop(): Promise<void>;
}

const check = (candidate: Candidate<string>, answer: string): void => {
  const result = JSON.parse(answer) as { statusCode?: number; body?: string } | null;
  if (result?.statusCode === 200 && result.body?.includes(SHOWN_STRING)) return;
  throw new Error(`${candidate.name} answered ${answer.slice(0, 500)}`);
};

/** Starts a function in a fresh process, as a cold start of Lambda does. */
export const startFunction = async (
  candidate: Candidate<string>,
  surroundings: Surroundings,
  extraEnvironment: Readonly<Record<string, string>> = {},
): Promise<FunctionProcess> => {
  const { memory, runtimeFile } = surroundings;
  const api = await startRuntimeApi();
  const [program, ...parameters] = candidate.command ?? [process.execPath, runtimeFile];
  const event = JSON.stringify(candidate.event);
  const env = { ...lambdaEnvironment(candidate, surroundings, api.address), ...extraEnvironment };

  const start = performance.now();
  // Pipes, because Lambda's are, and Node opens and writes one differently than a file. What nobody takes out of a full
  // one would stop the function, or pile up in its memory.
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
  const share = memory === undefined ? undefined : createCpuShare(String(pid));
  share?.add(pid);

  return {
    pid,
    waiting: async () => (await api.polled()) - start,
    invoke: async () => {
      const { body, milliseconds } = await api.invoke(event);
      check(candidate, body);
      return milliseconds;
    },
    endInit: () => {
      if (memory !== undefined) share?.limitTo(memory);
    },
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
      api.close();
      share?.remove();
    },
  };
};
