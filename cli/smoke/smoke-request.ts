import type { Io } from '../io.ts';
import { findProxies } from '../remote/proxies.ts';
import { type Answer, createSend, type Send } from '../remote/send.ts';

/** Longer than the function may take. */
const REQUEST_TIMEOUT_MS = 10_000;

/** Uncompressed. The longest string takes 192 KiB as HTML and as JSON. */
const MAX_BODY_BYTES = 256 * 1024;

/** A check failed. The message gives the actual and the expected answer. */
export class SmokeFailure extends Error {
  override readonly name = 'SmokeFailure';
}

/** @param address of the page, without a final slash. */
export const createSmokeSend = (io: Pick<Io, 'env'>, address: string): Send =>
  createSend(address, {
    proxies: findProxies(io),
    timeoutMs: REQUEST_TIMEOUT_MS,
    maxBodyBytes: MAX_BODY_BYTES,
    tooLong: (message) => new SmokeFailure(message),
  });

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
