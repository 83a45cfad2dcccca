import { UnauthenticatedError } from '../domain/editor.ts';
import { ConflictError, InvalidInputError, StoreUnavailableError, TooLongError } from '../domain/errors.ts';
import { DEFECT, type ErrorCode, RequestError } from './errors.ts';
import type { HttpResponse } from './handler.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { json } from './responses.ts';

/** An error as the client may see it. A defect shows only the request's id. */
export interface Problem {
  /** The HTTP status. */
  readonly status: number;
  /** For people. */
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
  /** For programs. */
  readonly fields: { readonly code: ErrorCode; readonly [field: string]: unknown };
}

/** Most trouble with the store is over in two seconds. */
const RETRY_AFTER = { 'retry-after': '2' };

const describe = (error: unknown, requestId: string): Problem => {
  const problem = (status: number, fields: Problem['fields'], headers: Problem['headers'] = {}): Problem => ({
    status,
    message: (error as Error).message,
    headers,
    fields,
  });

  if (error instanceof RequestError) return problem(error.status, error.fields, error.headers);
  if (error instanceof TooLongError) return problem(413, { code: 'BAD_USER_INPUT' });
  if (error instanceof InvalidInputError) return problem(400, { code: 'BAD_USER_INPUT' });
  if (error instanceof ConflictError) {
    const { version, value, savedAt, savedBy } = error.current;
    return problem(409, { code: 'CONFLICT', current: { version, value, savedAt, savedBy } });
  }
  if (error instanceof UnauthenticatedError) {
    // RFC 6750, section 3: no error code for a client that sent no token.
    const challenge = error.tokenSent ? 'Bearer error="invalid_token"' : 'Bearer';
    const hint = 'Send the header `Authorization: Bearer sst_…`.';
    return problem(401, { code: 'UNAUTHENTICATED', hint }, { 'www-authenticate': challenge });
  }
  if (error instanceof StoreUnavailableError) {
    return problem(503, { code: 'SERVICE_UNAVAILABLE', outcome: error.outcome }, RETRY_AFTER);
  }
  const message = 'Something went wrong on our side.';
  return { status: 500, message, headers: {}, fields: { code: DEFECT, requestId } };
};

/** Counts and logs an error, and describes it for the client. */
export type Explain = (error: unknown, requestId: string) => Problem;

/** Makes the one function that turns errors into statuses, codes and headers. */
export const createExplain =
  ({ log, metrics }: { log: Log; metrics: Metrics }): Explain =>
  (error, requestId) => {
    if (error instanceof ConflictError) metrics.count('Conflicts');
    if (error instanceof UnauthenticatedError && error.tokenSent) metrics.count('RefusedTokens');
    const problem = describe(error, requestId);
    if (problem.status >= 500) log.failure(error, requestId);
    return problem;
  };

/** The answer to an error, for a route without a representation of its own. */
export const toAnswer = ({ status, message, headers, fields }: Problem): HttpResponse =>
  json(status, { error: message, ...fields }, headers);
