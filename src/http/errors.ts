import { UnauthenticatedError } from '../domain/editor.ts';
import { ConflictError, InvalidInputError, StoreUnavailableError } from '../domain/errors.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { RETRY_AFTER } from './responses.ts';

/** Lists every error code. Apollo gives DEFECT to errors without a code, and the last three to its own errors. */
export type ErrorCode =
  | 'BAD_USER_INPUT'
  | 'UNAUTHENTICATED'
  | 'CONFLICT'
  | 'SERVICE_UNAVAILABLE'
  | typeof DEFECT
  | 'BAD_REQUEST'
  | 'GRAPHQL_PARSE_FAILED'
  | 'GRAPHQL_VALIDATION_FAILED';

/** The code of a bug. */
export const DEFECT = 'INTERNAL_SERVER_ERROR';

/** The request breaks a rule of its route, whatever the string. Nothing was written. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly status: 400 | 413 | 415;

  constructor(status: 400 | 413 | 415, message: string) {
    super(message);
    this.status = status;
  }
}

interface Description {
  readonly message: string;
  /** Undefined for input that breaks a rule: GraphQL answers 200, and HTTP has a status. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly extensions: { readonly code: ErrorCode; readonly [field: string]: unknown };
}

/** Whether the client caused the error, and not a failure on our side. */
const isExpected = (error: unknown): boolean =>
  [InvalidInputError, ConflictError, UnauthenticatedError, RequestError].some((type) => error instanceof type);

const describeError = (error: unknown, requestId: string): Description => {
  if (error instanceof InvalidInputError) return { message: error.message, extensions: { code: 'BAD_USER_INPUT' } };
  if (error instanceof RequestError) {
    return { message: error.message, status: error.status, extensions: { code: 'BAD_REQUEST' } };
  }
  if (error instanceof ConflictError) {
    const { version, value, savedAt, savedBy } = error.current;
    const current = { version, value, savedAt, savedBy };
    return { message: error.message, status: 409, extensions: { code: 'CONFLICT', current } };
  }
  if (error instanceof UnauthenticatedError) {
    return {
      message: error.message,
      status: 401,
      headers: { 'www-authenticate': error.challenge },
      extensions: { code: 'UNAUTHENTICATED', hint: 'Send the header `Authorization: Bearer sst_…`.' },
    };
  }
  if (error instanceof StoreUnavailableError) {
    const { message, outcome } = error;
    return { message, status: 503, headers: RETRY_AFTER, extensions: { code: 'SERVICE_UNAVAILABLE', outcome } };
  }
  return { message: 'Something went wrong on our side.', status: 500, extensions: { code: DEFECT, requestId } };
};

/** Counts and logs an error, and describes it for the client. A defect shows only the request's id. */
export type Explain = (error: unknown, requestId: string) => Description;

export const createExplain =
  ({ log, metrics }: { log: Log; metrics: Metrics }): Explain =>
  (error, requestId) => {
    if (error instanceof ConflictError) metrics.count('Conflicts');
    if (error instanceof UnauthenticatedError && error.tokenSent) metrics.count('RefusedTokens');
    if (!isExpected(error)) log.failure(error, requestId);
    return describeError(error, requestId);
  };
