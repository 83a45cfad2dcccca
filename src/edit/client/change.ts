import { Refusal, type Revision } from './api.ts';
import { say } from './dom.ts';

/** A save that takes longer waits for caches. */
const SLOW_MS = 1_500;

interface Attempt {
  /** The live region for progress and refusals. */
  readonly status: HTMLElement;
  /** Sends the change. */
  send(): Promise<Revision>;
  /** Reads what visitors read now. */
  readLatest(): Promise<Revision>;
  /** Whether a revision is what this change was to make. */
  isDone(revision: Revision): boolean;
  /** The version that the change replaces. */
  readonly expectedVersion: number;
}

type Outcome =
  | { readonly kind: 'saved'; readonly revision: Revision }
  | { readonly kind: 'conflict'; readonly revision: Revision }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

const settle = async (refusal: Refusal, { readLatest, isDone, expectedVersion }: Attempt): Promise<Outcome> => {
  const current = refusal.isUnknown ? await readLatest().catch(() => undefined) : refusal.current;
  if (!current) return { kind: 'refused', refusal };
  if (isDone(current)) return { kind: 'saved', revision: current };
  return current.version === expectedVersion ? { kind: 'refused', refusal } : { kind: 'conflict', revision: current };
};

/**
 * Makes a change and finds out what became of it, even if the answer was lost: an expected version makes it safe to
 * send again.
 */
export const attempt = async (change: Attempt): Promise<Outcome> => {
  const { status, send } = change;
  say(status, 'Saving…');
  const slow = setTimeout(() => say(status, 'Saving… Every cache has to run out first.'), SLOW_MS);
  try {
    return { kind: 'saved', revision: await send() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return await settle(error, change);
  } finally {
    clearTimeout(slow);
  }
};
