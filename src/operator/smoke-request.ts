import { OperatorError } from './failure.ts';

/** In milliseconds, for one request: longer than the function may take. */
const PATIENCE = 10_000;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** Sends a request to a path of the stage, and waits for the whole answer. */
export type Send = (path: string, init?: RequestInit) => Promise<Answer>;

/** @throws OperatorError when nothing answers. */
export const createSend =
  (address: string): Send =>
  async (path, init = {}) => {
    const url = new URL(path, address);
    try {
      const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE) });
      return { status: response.status, headers: response.headers, body: await response.text() };
    } catch (error) {
      const { cause, name } = error as Error & { cause?: NodeJS.ErrnoException };
      throw new OperatorError(`Nothing answers at ${url.origin} (${cause?.code ?? cause?.message ?? name}).`, {
        cause: error,
      });
    }
  };

/** What an answer is not that it should be. The message says both. */
export class SmokeFailure extends Error {
  override readonly name = 'SmokeFailure';
}

/** @throws SmokeFailure */
export const expectStatus = ({ status }: Answer, expected: number): void => {
  if (status !== expected) throw new SmokeFailure(`answered ${status}, not ${expected}`);
};

interface GraphQLResult {
  readonly data?: { readonly latestRevision: { readonly version: number; readonly value: string } } | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: unknown } }[];
}

/** @throws SmokeFailure when the answer is no JSON. */
export const askGraphQL = async (send: Send, query: string, variables = {}) => {
  const answer = await send('graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  try {
    return { answer, result: JSON.parse(answer.body) as GraphQLResult };
  } catch {
    throw new SmokeFailure(`answered ${answer.status}, and no JSON`);
  }
};
