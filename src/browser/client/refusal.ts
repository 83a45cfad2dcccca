import type { Outcome } from '../../domain/errors.ts';
import type { Revision } from '../../domain/revision.ts';

interface Extensions {
  readonly code?: string;
  readonly outcome?: Outcome | undefined;
  readonly current?: Pick<Revision, 'version' | 'value' | 'savedAt' | 'savedBy'>;
}

/** A request without a result. The message is for people. */
export class Refusal extends Error {
  /** As in GraphQL's `extensions.code`; UNREACHABLE if there was no answer from the API. */
  readonly code: string;
  /** Whether a change was written, where that is in doubt. */
  readonly outcome: Outcome | undefined;
  /** Of CONFLICT: what visitors read now. */
  readonly current: Revision | undefined;

  constructor(message: string, { code = 'UNREACHABLE', outcome, current }: Extensions) {
    super(message);
    this.code = code;
    this.outcome = outcome;
    this.current = current && { note: null, restores: null, until: null, keeps: null, ...current };
  }
}
