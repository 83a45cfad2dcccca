import { StoreUnavailableError } from '../domain/errors.ts';

/** Every SDK error means that the store is unavailable, except ValidationException, which is our bug. */
const isDefect = (error: unknown): boolean => error instanceof Error && error.name === 'ValidationException';

/** @throws StoreUnavailableError with the outcome NOT_WRITTEN */
export const readFailed = (cause: unknown): never => {
  throw isDefect(cause) ? cause : new StoreUnavailableError('NOT_WRITTEN', { cause });
};

/** @throws StoreUnavailableError with the outcome UNKNOWN: a write was under way. */
export const writeOutcomeUnknown = (cause: unknown): never => {
  throw isDefect(cause) ? cause : new StoreUnavailableError('UNKNOWN', { cause });
};

/**
 * Waits for a read until the signal aborts, then abandons it.
 *
 * The SDK could abort the read, but a signal is an option, and the SDK reuses a prepared command only for calls without
 * options: a signal costs 4 to 5 % more CPU per request. An abandoned read ends by its own timeouts and does no harm. A
 * write gets the signal: a retry after the editor has given up would do harm.
 */
export const unlessAborted = <Result>(read: Promise<Result>, signal: AbortSignal): Promise<Result> =>
  new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    read.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
