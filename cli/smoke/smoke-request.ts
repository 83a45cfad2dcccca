import { CommandError } from '../errors.ts';

/** For one request: longer than the function may take. */
const REQUEST_TIMEOUT_MS = 10_000;

/** Uncompressed. The longest string takes 192 KiB as HTML and as JSON. */
const MAX_BODY_BYTES = 256 * 1024;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** Sends a request to a path of the stage, and waits for the whole answer. */
export type Send = (path: string, init?: RequestInit) => Promise<Answer>;

/** A check failed; the message says what the answer was and should have been. */
export class SmokeFailure extends Error {
  override readonly name = 'SmokeFailure';
}

/** @throws SmokeFailure as soon as there is more than any answer can have, or what fetch throws. */
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

/** What an answer may hold, as far as it is used: it comes from a server that may do anything. */
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
    throw new SmokeFailure(`answered ${answer.status}, and no JSON object`);
  }
  return { answer, result: result as GraphQLResult };
};
