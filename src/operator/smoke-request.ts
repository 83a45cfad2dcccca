import { OperatorError } from './failure.ts';

/** In milliseconds, for one request: longer than the function may take. */
const PATIENCE = 10_000;

/** Sends a request to a path of the stage. */
export type Send = (path: string, init?: RequestInit) => Promise<Response>;

/** @throws OperatorError when nothing answers. */
export const createSend =
  (address: string): Send =>
  async (path, init = {}) => {
    const url = new URL(path, address);
    try {
      return await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE) });
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
export const expectStatus = ({ status }: Response, expected: number): void => {
  if (status !== expected) throw new SmokeFailure(`answered ${status}, not ${expected}`);
};

interface GraphQLAnswer {
  readonly data?: { readonly latestRevision: { readonly version: number; readonly value: string } } | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: unknown } }[];
}

/** @throws SmokeFailure when the answer is not GraphQL's. */
export const askGraphQL = async (send: Send, query: string, variables = {}) => {
  const response = await send('graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  try {
    return { response, answer: JSON.parse(text) as GraphQLAnswer };
  } catch {
    throw new SmokeFailure(`answered ${response.status}, and no JSON`);
  }
};
