/** Every code that an answer may have. Apollo gives DEFECT to errors without a code, and the last three to its own. */
export type ErrorCode =
  | 'BAD_USER_INPUT'
  | 'UNAUTHENTICATED'
  | 'CONFLICT'
  | 'SERVICE_UNAVAILABLE'
  | 'NOT_FOUND'
  | 'REFUSED'
  | 'GONE'
  | 'BAD_GATEWAY'
  | 'TOO_MANY_REQUESTS'
  | typeof DEFECT
  | 'BAD_REQUEST'
  | 'GRAPHQL_PARSE_FAILED'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'OPERATION_RESOLUTION_FAILURE';

/** The code of a bug. */
export const DEFECT = 'INTERNAL_SERVER_ERROR';

interface Details {
  readonly code?: ErrorCode;
  readonly headers?: Readonly<Record<string, string>>;
  /** Further facts for a program. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** For the log only. */
  readonly cause?: unknown;
}

/** A route refuses the request, whatever the string. Nothing was written. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  /** The HTTP status. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly fields: { readonly code: ErrorCode; readonly [field: string]: unknown };

  constructor(status: number, message: string, { code = 'BAD_REQUEST', headers = {}, fields, cause }: Details = {}) {
    super(message, { cause });
    this.status = status;
    this.headers = headers;
    this.fields = { code, ...fields };
  }
}
