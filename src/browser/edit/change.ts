import type { Revision } from '../../domain/revision.ts';
import { Refusal } from '../client/refusal.ts';
import type { Api } from './api.ts';
import { say } from './dom.ts';

/** A save that takes longer waits for caches. */
const SLOW_MS = 1_500;

/** How often and for how long to look for a change that was written, and appears when its caches have run out. */
const LOOK_MS = 3_000;
const LOOKS = 10;

interface Attempt {
  /** The live region for progress and refusals. */
  readonly status: HTMLElement;
  /** Sends the change. */
  send(): Promise<Revision>;
  /** Whether a later version than the expected one is what this change was to make. */
  isDone(current: Revision): boolean | Promise<boolean>;
  /** The version that the change replaces. */
  readonly expectedVersion: number;
}

type Outcome =
  | { readonly kind: 'saved'; readonly revision: Revision }
  | { readonly kind: 'conflict'; readonly revision: Revision }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

const pause = () => new Promise((resolve) => setTimeout(resolve, LOOK_MS));

const settle = async (api: Api, refusal: Refusal, { isDone, expectedVersion }: Attempt): Promise<Outcome> => {
  const { outcome } = refusal;
  for (let looks = outcome === 'PENDING' ? LOOKS : 1; looks > 0; looks--) {
    const current = refusal.current ?? (outcome && (await api.readLatest().catch(() => undefined)));
    if (current && current.version !== expectedVersion) {
      return { kind: (await isDone(current)) ? 'saved' : 'conflict', revision: current };
    }
    if (looks > 1) await pause();
  }
  return { kind: 'refused', refusal };
};

/**
 * Makes a change and finds out what became of it, even if the answer was lost: an expected version makes it safe to
 * send again.
 */
export const attempt = async (api: Api, change: Attempt): Promise<Outcome> => {
  const { status, send } = change;
  say(status, 'Saving…');
  const slow = setTimeout(() => say(status, 'Saving… This can take a few seconds.'), SLOW_MS);
  try {
    return { kind: 'saved', revision: await send() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return await settle(api, error, change);
  } finally {
    clearTimeout(slow);
  }
};

/** The things that every part of the page needs to make changes. */
export interface Surroundings {
  readonly api: Api;
  /** Called with a revision that may be newer than any known. */
  see(revision: Revision): void;
  /** Called with what this editor made of the string or the plan; a draft may replace it. */
  changed(revision: Revision): void;
  /** Called when the token is refused. */
  refuse(refusal: Refusal): void;
}

/** Makes a change by one press of a button, and says what became of it. */
export const act = async (
  { api, see, changed, refuse }: Surroundings,
  { done, late, ...change }: Attempt & { readonly done: string; readonly late: string },
): Promise<boolean> => {
  const outcome = await attempt(api, change);
  const { status } = change;
  if (outcome.kind === 'saved') {
    changed(outcome.revision);
    say(status, done, 'good');
  } else if (outcome.kind === 'conflict') {
    see(outcome.revision);
    say(status, late, 'bad');
  } else {
    say(status, outcome.refusal.message, 'bad');
    if (outcome.refusal.code === 'UNAUTHENTICATED') refuse(outcome.refusal);
  }
  return outcome.kind === 'saved';
};
