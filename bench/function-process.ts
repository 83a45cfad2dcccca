import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Candidate } from './candidates.ts';
import { SHOWN_STRING } from './requests.ts';
import { startRuntimeApi } from './runtime-api.ts';
import { createCpuShare, MEGABYTES_PER_VCPU } from './usage.ts';

const RUNTIME = fileURLToPath(new URL('runtime-loop.mjs', import.meta.url));

export interface Environment {
  readonly storeEndpoint: string;
  /** In MB: limits the CPU of invocations to Lambda's share for this size. Undefined: no limit. */
  readonly memory?: number | undefined;
}

export interface FunctionProcess {
  readonly pid: number;
  /** Resolves when the process waits for an event, with the milliseconds since its start. */
  waiting(): Promise<number>;
  /** Sends the candidate's event. @returns its milliseconds. @throws Error unless a 200 shows the string. */
  invoke(): Promise<number>;
  /** Sends any event. @returns the status of the answer. @throws Error when it has none. */
  send(event: APIGatewayProxyEventV2): Promise<number>;
  /** Starts limiting the CPU to the share of its memory. Lambda does not limit a function while it starts. */
  endInit(): void;
  stop(): Promise<void>;
}

/** Environment variables that Lambda sets for every function, with fake credentials of the usual lengths. */
const variablesOf = (
  { directory, handler, variables }: Candidate,
  { storeEndpoint, memory = MEGABYTES_PER_VCPU }: Environment,
) => ({
  PATH: '/usr/local/bin:/usr/bin:/bin',
  TZ: ':UTC',
  _HANDLER: handler,
  LAMBDA_TASK_ROOT: directory,
  AWS_REGION: 'eu-west-1',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE0000000AA',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEYs',
  AWS_SESSION_TOKEN: 'IQoJb3JpZ2luX2Vj'.repeat(50),
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  ...variables,
  AWS_ENDPOINT_URL_DYNAMODB: storeEndpoint,
  // Accepts the store's self-signed certificate. NODE_EXTRA_CA_CERTS would make every start 0.5 ms longer.
  NODE_TLS_REJECT_UNAUTHORIZED: '0',
  NODE_NO_WARNINGS: '1',
});

/** Starts a function in a fresh process, like a cold start of Lambda. */
export const startFunction = async (
  candidate: Candidate,
  environment: Environment,
  extraVariables: Readonly<Record<string, string>> = {},
): Promise<FunctionProcess> => {
  const { memory } = environment;
  const api = await startRuntimeApi();
  const env = { ...variablesOf(candidate, environment), AWS_LAMBDA_RUNTIME_API: api.address, ...extraVariables };
  const start = performance.now();
  // Uses pipes, as Lambda does: Node opens and writes a file differently. Both are read, because a full pipe would
  // block the function.
  const child = spawn(process.execPath, [RUNTIME], {
    cwd: candidate.directory,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
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
  const pid = Number(child.pid);
  const share = memory === undefined ? undefined : createCpuShare(pid, memory);

  const answerTo = async (event: APIGatewayProxyEventV2) => {
    const { body: text, milliseconds } = await api.invoke(JSON.stringify(event));
    const { statusCode, body } = (JSON.parse(text) ?? {}) as { statusCode?: number; body?: string };
    if (statusCode === undefined) throw new Error(`${candidate.name} answered ${text.slice(0, 500)}`);
    return { statusCode, body: String(body), milliseconds };
  };
  return {
    pid,
    waiting: async () => (await api.polled()) - start,
    invoke: async () => {
      const { statusCode, body, milliseconds } = await answerTo(candidate.event);
      if (statusCode === 200 && body.includes(SHOWN_STRING)) return milliseconds;
      throw new Error(`${candidate.name} answered ${statusCode}: ${body.slice(0, 500)}`);
    },
    send: async (event) => (await answerTo(event)).statusCode,
    endInit: () => share?.limit(),
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
      api.close();
      share?.remove();
    },
  };
};
