import type { Revision } from './revision.ts';

/** What was asked for can't be done as it was asked; nothing was written. Not for a defect of ours. */
export class InvalidInputError extends Error {
  override readonly name = 'InvalidInputError';
}

/** Another version than the expected one is current; nothing was written. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError';
  readonly current: Revision;

  constructor(current: Revision) {
    super(`Somebody was faster: the current version is ${current.version}. Nothing was written.`);
    this.current = current;
  }
}

/** The store did not answer in time, or refused to. `cause` says why, for the log only. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';

  /** @param writeMayHaveHappened whether a write was under way whose outcome nobody knows. */
  constructor(writeMayHaveHappened: boolean, options?: ErrorOptions) {
    super(
      writeMayHaveHappened
        ? 'The store did not answer in time. Your change may have been saved: look before you try again.'
        : 'The store did not answer in time. Nothing was written: try again.',
      options,
    );
  }
}
