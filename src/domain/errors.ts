import type { Revision } from './revision.ts';

/** The input breaks a rule. Nothing was written. */
export class InvalidInputError extends Error {
  override readonly name = 'InvalidInputError';
}

/** The value is longer than any may be. Nothing was written. */
export class TooLongError extends InvalidInputError {}

/** The expected version is no longer current. Nothing was written. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError';
  readonly current: Revision;

  constructor(current: Revision) {
    super(`Someone else saved version ${current.version} first. Your change was not saved.`);
    this.current = current;
  }
}

/** Tells whether a change was written: certainly not; certainly, but visitors don't read it yet; or unknown. */
export type Outcome = 'NOT_WRITTEN' | 'PENDING' | 'UNKNOWN';

const UNAVAILABLE: Readonly<Record<Outcome, string>> = {
  NOT_WRITTEN: 'The store did not answer in time. Nothing was written: try again.',
  PENDING: 'The store did not answer in time. Your change was saved and will appear soon: do not save it again.',
  UNKNOWN:
    'The store did not answer in time. Your change may have been saved and may still appear: read the string before ' +
    'you try again.',
};

/** The store did not answer in time, or refused. `cause` says why, for the log only. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
  readonly outcome: Outcome;

  constructor(outcome: Outcome, options?: ErrorOptions) {
    super(UNAVAILABLE[outcome], options);
    this.outcome = outcome;
  }
}
