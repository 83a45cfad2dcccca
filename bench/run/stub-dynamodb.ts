import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface StubDynamoDB {
  readonly endpoint: string;
  /** Self-signed, for localhost, in PEM. */
  readonly certificate: string;
  stop(): Promise<void>;
}

export type StubAddress = Omit<StubDynamoDB, 'stop'>;

const program = fileURLToPath(new URL('serve-stub-dynamodb.ts', import.meta.url));

/**
 * Starts a stub DynamoDB on a free port. It holds 101 revisions and forgets all puts. Its answers are constant, so a
 * measurement against it covers only the caller.
 *
 * It runs in a process of its own, which takes no time from this one, and ends with this one in any case.
 *
 * @param latency The delay of every answer, in milliseconds.
 * @throws Error when it could not start; its own error is on stderr.
 */
export const startStubDynamoDB = async (latency = 0): Promise<StubDynamoDB> => {
  const child = fork(program, [String(latency)], { execArgv: [] });
  const ended = once(child, 'exit');
  const address = await Promise.race([
    once(child, 'message').then(([message]) => message as StubAddress),
    ended.then(([code]) => {
      throw new Error(`The stub DynamoDB did not start (exit code ${code})`);
    }),
  ]);
  return {
    ...address,
    stop: async () => {
      child.kill();
      await ended;
    },
  };
};
