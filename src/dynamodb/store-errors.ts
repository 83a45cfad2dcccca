import { StoreUnavailableError } from '../saved-string/errors.ts';

/** Every error of the AWS SDK means that the store is unavailable, except for a request that DynamoDB does not understand: our bug. */
const isDefect = (error: unknown): boolean => error instanceof Error && error.name === 'ValidationException';

/** @throws StoreUnavailableError which says that nothing was written. */
export const readFailed = (cause: unknown): never => {
  throw isDefect(cause) ? cause : new StoreUnavailableError('NOT_WRITTEN', { cause });
};

/** @throws StoreUnavailableError which says that a write was under way. */
export const writeOutcomeUnknown = (cause: unknown): never => {
  throw isDefect(cause) ? cause : new StoreUnavailableError('UNKNOWN', { cause });
};
