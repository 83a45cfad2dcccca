import { CommandError } from '../errors.ts';

/** Longer than the function may take. */
const REQUEST_TIMEOUT_MS = 10_000;

/** Uncompressed. The longest string takes 192 KiB as HTML and as JSON. */
const MAX_BODY_BYTES = 256 * 1024;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** Sends a request to a path of the stage and waits for the whole answer. */
export type Send = (path: string, init?: RequestInit) => Promise<Answer>;

/** A check failed. The message gives the actual and the expected answer. */
export class SmokeFailure extends Error {
  override readonly name = 'SmokeFailure';
}

/** @throws SmokeFailure as soon as the body is longer than any answer can be, or the error from fetch. */
const readBody = async ({ body }: Response): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new SmokeFailure(`answered with more than ${MAX_BODY_BYTES / 1024} KiB`);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
};

/** @throws CommandError when nothing answers, or SmokeFailure when an answer is too long. */
export const createSend =
  (address: string): Send =>
  async (path, init = {}) => {
    const url = new URL(path, address);
    try {
      const response = await fetch(url, {
        ...init,
        redirect: 'manual',
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      });
      return { status: response.status, headers: response.headers, body: await readBody(response) };
    } catch (error) {
      if (error instanceof SmokeFailure) throw error;
      const { cause, name } = error as Error & { cause?: NodeJS.ErrnoException };
      throw new CommandError(`Nothing answers at ${url.origin} (${cause?.code ?? cause?.message ?? name}).`, {
        cause: error,
      });
    }
  };

/** @throws SmokeFailure */
export const expectStatus = ({ status }: Answer, expected: number): void => {
  if (status !== expected) throw new SmokeFailure(`answered ${status}, not ${expected}`);
};

/** The parts of an answer that the checks use. All are optional, because any server may answer. */
interface GraphQLResult {
  readonly data?: { readonly latestRevision?: { readonly version?: unknown; readonly value?: unknown } | null } | null;
  readonly errors?: readonly ({ readonly extensions?: { readonly code?: unknown } | null } | null)[] | null;
}

/** @throws SmokeFailure when the answer is not a JSON object. */
export const askGraphQL = async (send: Send, query: string, variables = {}) => {
  const answer = await send('graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  let result: unknown;
  try {
    result = JSON.parse(answer.body);
  } catch {}
  if (typeof result !== 'object' || result === null) {
    throw new SmokeFailure(`answered ${answer.status} without a JSON object`);
  }
  return { answer, result: result as GraphQLResult };
};
