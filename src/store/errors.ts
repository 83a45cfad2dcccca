import { StoreUnavailableError } from '../domain/errors.ts';

/** Every error of the store means that the store is unavailable, except ValidationException, which is our bug. */
const isDefect = (error: unknown): boolean => error instanceof Error && error.name === 'ValidationException';

/** @throws StoreUnavailableError with the outcome NOT_WRITTEN */
export const readFailed = (cause: unknown): never => {
  throw isDefect(cause) ? cause : new StoreUnavailableError('NOT_WRITTEN', { cause });
};

/** @throws StoreUnavailableError with the outcome UNKNOWN: a write was under way. */
export const writeOutcomeUnknown = (cause: unknown): never => {
  throw isDefect(cause) ? cause : new StoreUnavailableError('UNKNOWN', { cause });
};
