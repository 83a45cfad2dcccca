import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { UnauthenticatedError } from '../editors/authenticate.ts';
import { RETRY_AFTER } from '../http/answers.ts';
import { ConflictError, InvalidInputError, StoreUnavailableError } from '../saved-string/errors.ts';

/** The code of an error that is our own fault; Apollo gives it to everything without a code. */
export const DEFECT = 'INTERNAL_SERVER_ERROR';

const withStatus = (status: number, headers: Record<string, string> = {}) => ({
  http: { status, headers: new HeaderMap(Object.entries(headers)) },
});

/** Whether an error is an answer that the caller asked for, and no trouble of ours. */
export const isExpected = (error: unknown): boolean =>
  error instanceof InvalidInputError || error instanceof ConflictError || error instanceof UnauthenticatedError;

/** What the client sees of an error: its code and its HTTP status. A defect shows the request's id and nothing else. */
export const toGraphQLError = (error: unknown, requestId: string): GraphQLError => {
  if (error instanceof InvalidInputError) {
    return new GraphQLError(error.message, { extensions: { code: 'BAD_USER_INPUT' } });
  }
  if (error instanceof ConflictError) {
    const { version, value, savedAt, savedBy } = error.current;
    const extensions = { code: 'CONFLICT', current: { version, value, savedAt, savedBy }, ...withStatus(409) };
    return new GraphQLError(error.message, { extensions });
  }
  if (error instanceof UnauthenticatedError) {
    // RFC 6750, section 3: no error code for a client that sent no token.
    const challenge = error.tokenSent ? 'Bearer error="invalid_token"' : 'Bearer';
    return new GraphQLError(error.message, {
      extensions: { code: 'UNAUTHENTICATED', ...withStatus(401, { 'www-authenticate': challenge }) },
    });
  }
  if (error instanceof StoreUnavailableError) {
    return new GraphQLError(error.message, {
      extensions: { code: 'SERVICE_UNAVAILABLE', ...withStatus(503, RETRY_AFTER) },
    });
  }
  return new GraphQLError('Something went wrong on our side.', {
    extensions: { code: DEFECT, requestId, ...withStatus(500) },
  });
};
