import { Refusal } from './api.ts';
import { storedToken } from './tab-storage.ts';

/** The codes of a refusal after which the same request may succeed. */
const PASSING = ['UNREACHABLE', 'SERVICE_UNAVAILABLE'];

const TRIES = 6;
const FIRST_PAUSE_MS = 500;

/**
 * Sends the editor's request to the routes of files.
 *
 * @throws Refusal, or the signal's reason.
 */
export const askFiles = async <Answer>(
  method: string,
  path: string,
  body?: object,
  signal?: AbortSignal,
): Promise<Answer> => {
  const token = storedToken.read();
  const response = await fetch(`files${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    ...(body && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  }).catch(() => {
    signal?.throwIfAborted();
    throw new Refusal('The server can’t be reached.');
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  if (answer.error === undefined) throw new Refusal(`The server is not available (status ${response.status}).`);
  throw new Refusal(answer.error, { code: response.status === 401 ? 'UNAUTHENTICATED' : 'BAD_REQUEST', ...answer });
};

/** Does it again, a little later each time, as long as that may help. */
export const retry = async <Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result> => {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refusal && PASSING.includes(error.code)) || tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** tries));
      signal.throwIfAborted();
    }
  }
};
