import type { Revision } from '../../domain/revision.ts';
import type { Arguments, Mutation } from '../client/client.ts';
import { Refusal } from '../client/refusal.ts';
import type { Api } from './api.ts';
import { say } from './dom.ts';

/** A save that takes longer waits for caches. */
const SLOW_MS = 1_500;

/** How often and for how long to look for a change that was written, and appears when its caches have run out. */
const LOOK_MS = 3_000;
const LOOKS = 10;

/** One change of the string or the plan. */
export interface Change {
  readonly mutation: Mutation;
  /** With the version that the change replaces. */
  readonly args: Arguments & { readonly expectedVersion: number };
}

type Outcome =
  | { readonly kind: 'saved'; readonly revision: Revision }
  | { readonly kind: 'conflict'; readonly revision: Revision }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

const pause = () => new Promise((resolve) => setTimeout(resolve, LOOK_MS));

/** Finds out whether a version later than the expected one is what a change was to make. */
const isDone = async (api: Api, { mutation, args }: Change, current: Revision): Promise<boolean> => {
  if (mutation === 'setSavedString') {
    return current.value === args.value && (args.until == null || current.until === args.until);
  }
  if (mutation === 'restoreRevision') return current.restores === args.version;
  const planned = await api.readPlanned();
  if (mutation === 'cancelPlanned') return !planned.some(({ id }) => id === args.id);
  if (mutation === 'skipPlanned') {
    return planned.some(({ id, skipped }) => id === args.id && skipped.includes(String(args.occurrence)) === args.skip);
  }
  return planned.some((string) =>
    Object.entries(string).every(([name, value]) => [undefined, value].includes(args[name as keyof Arguments])),
  );
};

const settle = async (api: Api, refusal: Refusal, change: Change): Promise<Outcome> => {
  const isPending = refusal.outcome === 'PENDING';
  for (let looks = isPending ? LOOKS : 1; looks > 0; looks--) {
    const isLost = isPending || refusal.outcome === 'UNKNOWN';
    const current = isLost ? await api.readLatest().catch(() => undefined) : refusal.current;
    if (current && current.version > change.args.expectedVersion) {
      return { kind: (await isDone(api, change, current)) ? 'saved' : 'conflict', revision: current };
    }
    if (looks > 1) await pause();
  }
  return { kind: 'refused', refusal };
};

/**
 * Makes a change and finds out what became of it, even if the answer was lost: an expected version makes it safe to
 * send again.
 */
export const attempt = async (api: Api, change: Change): Promise<Outcome> => {
  say('Saving…');
  const slow = setTimeout(() => say('Saving… This can take a few seconds.'), SLOW_MS);
  try {
    return { kind: 'saved', revision: await api.change(change.mutation, change.args) };
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
  /** The revision that visitors read, as far as this page knows. */
  newest(): Revision | undefined;
  /** Called with a revision that may be newer than any known. */
  see(revision: Revision): void;
  /** Called with what this editor made of the string or the plan; a draft may replace it. */
  changed(revision: Revision): void;
  /** Called when the token is refused. */
  refuse(refusal: Refusal): void;
}

export interface Act extends Omit<Change, 'args'> {
  readonly args: Arguments;
  readonly done: string;
  /** It replaces nothing: what someone else did meanwhile is no reason not to make it. */
  readonly isAddition?: boolean;
  /** Takes it back, once it is made. */
  undo?(revision: Revision): unknown;
}

/** Makes a change by one press of a button, and says what became of it. */
export const act = async (page: Surroundings, made: Act): Promise<boolean> => {
  const { api, newest, see, changed, refuse } = page;
  const { done, undo, isAddition, args, ...change } = made;
  const before = newest();
  if (!before) return false;
  const outcome = await attempt(api, { ...change, args: { ...args, expectedVersion: before.version } });
  if (outcome.kind === 'saved') {
    changed(outcome.revision);
    say(done, 'good', undo && (() => undo(outcome.revision)));
  } else if (outcome.kind === 'conflict') {
    see(outcome.revision);
    if (isAddition) return act(page, made);
    say('Someone else made a change first. Look at it, then try again.', 'bad');
  } else {
    say(outcome.refusal.message, 'bad');
    if (outcome.refusal.code === 'UNAUTHENTICATED') refuse(outcome.refusal);
  }
  return outcome.kind === 'saved';
};

/** The change that brings back what visitors read before a save, with its end. */
export const toRestore = ({ version, value, until }: Revision): Pick<Act, 'mutation' | 'args'> =>
  until !== null && until > new Date().toISOString()
    ? { mutation: 'setSavedString', args: { value, until } }
    : { mutation: 'restoreRevision', args: { version } };
