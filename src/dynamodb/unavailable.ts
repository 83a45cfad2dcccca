import { StoreUnavailableError } from '../saved-string/errors.ts';

/** Says of whatever the AWS SDK throws that the store is unavailable, but for a defect of ours. */
export const unavailable =
  (writeMayHaveHappened: boolean) =>
  (cause: unknown): never => {
    // The one answer that is our own fault: a request that DynamoDB does not understand.
    if (cause instanceof Error && cause.name === 'ValidationException') throw cause;
    throw new StoreUnavailableError(writeMayHaveHappened, { cause });
  };
