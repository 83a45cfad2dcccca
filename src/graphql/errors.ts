import { UnauthenticatedError } from '../editors/authenticate.ts';
import { RETRY_AFTER } from '../http/responses.ts';
import { ConflictError, InvalidInputError, StoreUnavailableError } from '../saved-string/errors.ts';

/**
 * Lists every `extensions.code`. Apollo gives DEFECT to errors without a code, and the last three to its own errors.
 */
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

interface Description {
  readonly message: string;
  /** The default is 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly extensions: { readonly code: ErrorCode; readonly [field: string]: unknown };
}

/** Whether the client caused the error, and not a failure on our side. */
export const isExpected = (error: unknown): boolean =>
  error instanceof InvalidInputError || error instanceof ConflictError || error instanceof UnauthenticatedError;

/** Describes an error for the client. A defect shows only the request's id. */
export const describeError = (error: unknown, requestId: string): Description => {
  if (error instanceof InvalidInputError) return { message: error.message, extensions: { code: 'BAD_USER_INPUT' } };
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
