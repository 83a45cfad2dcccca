import { UnauthenticatedError } from '../editors/authenticate.ts';
import { RETRY_AFTER } from '../http/answers.ts';
import { ConflictError, InvalidInputError, StoreUnavailableError } from '../saved-string/errors.ts';

/** The code of an error that is our own fault; Apollo gives it to everything without a code. */
export const DEFECT = 'INTERNAL_SERVER_ERROR';

interface Description {
  readonly message: string;
  /** 200, if left out. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly extensions: { readonly code: string; readonly [field: string]: unknown };
}

/** Whether an error is an answer that the caller asked for, and no trouble of ours. */
export const isExpected = (error: unknown): boolean =>
  error instanceof InvalidInputError || error instanceof ConflictError || error instanceof UnauthenticatedError;

/** What the client sees of an error. A defect shows the request's id and nothing else. */
export const describeError = (error: unknown, requestId: string): Description => {
  if (error instanceof InvalidInputError) return { message: error.message, extensions: { code: 'BAD_USER_INPUT' } };
  if (error instanceof ConflictError) {
    const { version, value, savedAt, savedBy } = error.current;
    const current = { version, value, savedAt, savedBy };
    return { message: error.message, status: 409, extensions: { code: 'CONFLICT', current } };
  }
  if (error instanceof UnauthenticatedError) {
    // RFC 6750, section 3: no error code for a client that sent no token.
    const challenge = error.tokenSent ? 'Bearer error="invalid_token"' : 'Bearer';
    const headers = { 'www-authenticate': challenge };
    return { message: error.message, status: 401, headers, extensions: { code: 'UNAUTHENTICATED' } };
  }
  if (error instanceof StoreUnavailableError) {
    return { message: error.message, status: 503, headers: RETRY_AFTER, extensions: { code: 'SERVICE_UNAVAILABLE' } };
  }
  return { message: 'Something went wrong on our side.', status: 500, extensions: { code: DEFECT, requestId } };
};
