import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { EditorToken } from '../src/editors/editor.ts';

export interface StubOptions {
  /** How long every answer takes, in milliseconds. */
  readonly latency: number;
  /** Whether it speaks TLS, as DynamoDB does. */
  readonly tls: boolean;
  /** Whom every look-up by key finds; nobody, if left out. */
  readonly editor?: EditorToken | undefined;
}

export interface StubAddress {
  readonly endpoint: string;
  /** Self-signed, for localhost, as PEM; undefined without TLS. */
  readonly certificate: string | undefined;
}

export interface StubDynamoDB extends StubAddress {
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL('serve-stub-dynamodb.ts', import.meta.url));

/**
 * Starts a DynamoDB that holds one revision and forgets what is put, on a free port. Its answers are constant, so what is
 * measured against it is the caller.
 *
 * It runs in a process of its own, which takes no time from this one, and ends with this one however that ends.
 *
 * @throws Error when it could not start; its own error is on stderr.
 */
export const startStubDynamoDB = async ({
  latency = 0,
  tls = true,
  editor,
}: Partial<StubOptions> = {}): Promise<StubDynamoDB> => {
  const child = fork(program, { execArgv: [] });
  const ended = once(child, 'exit');
  child.send({ latency, tls, editor } satisfies StubOptions);
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
