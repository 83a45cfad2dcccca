import type { HTTPGraphQLResponse } from '@apollo/server';
import { json } from '../http/answers.ts';
import type { Answer } from '../http/handler.ts';
import { RequestError } from './request.ts';

/**
 * In bytes of JSON. Lambda takes 6 MB from a function, in which it escapes the body once more, and that at most doubles it.
 * A hundred revisions of full length pass this.
 */
const MAX_ANSWER_BYTES = 3_000_000;

const refusal = (status: number, code: string, message: string): Answer =>
  json(status, { errors: [{ message, extensions: { code } }] });

export const toAnswer = ({ status, headers, body }: HTTPGraphQLResponse): Answer => {
  if (body.kind !== 'complete') throw new Error('Incremental delivery is off, and yet Apollo answered in chunks');
  if (Buffer.byteLength(body.string) > MAX_ANSWER_BYTES) {
    return refusal(400, 'BAD_USER_INPUT', 'The answer would be too large. Ask for fewer revisions at once.');
  }
  return {
    statusCode: status ?? 200,
    headers: { ...Object.fromEntries(headers), 'cache-control': 'no-store', vary: 'accept' },
    body: body.string,
  };
};

/** Answers a request that never reached Apollo; throws whatever else went wrong to the edge. */
export const toRefusal = (error: unknown): Answer => {
  if (error instanceof RequestError) return refusal(error.status, 'BAD_REQUEST', error.message);
  throw error;
};
