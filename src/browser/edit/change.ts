import type { Revision } from '../../domain/revision.ts';
import type { Arguments, Mutation } from '../client/client.ts';
import { Refusal } from '../client/refusal.ts';
import type { Api, PlannedString } from './api.ts';
import { say } from './dom.ts';
import { describeEnd, quote } from './shown.ts';
import { now } from './times.ts';

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
  const { id, occurrence, skip, until } = args;
  if (mutation === 'setSavedString') return current.value === args.value && (until == null || current.until === until);
  if (mutation === 'restoreRevision') return current.restores === args.version;
  const strings = (await api.readPlanned()).filter((string) => id === undefined || string.id === id);
  if (mutation === 'cancelPlanned') return strings.length === 0;
  if (mutation === 'skipPlanned') return strings.some(({ skipped }) => skipped.includes(String(occurrence)) === skip);
  return strings.some((string) =>
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
  /** The planned strings, as far as this page knows. */
  strings(): readonly PlannedString[];
  /** Called with a revision that may be newer than any known. */
  see(revision: Revision): void;
  /** Called with what this editor made of the string or the plan; a draft may replace it. @returns whether it is the newest. */
  changed(revision: Revision): boolean;
  /** Called when the token is refused. */
  refuse(refusal: Refusal): void;
}

export interface Act extends Omit<Change, 'args'> {
  readonly args: Arguments;
  /** Says what became of it. */
  readonly done: string | ((revision: Revision) => string);
  /** It replaces nothing: what someone else did meanwhile is no reason not to make it. */
  readonly isAddition?: boolean;
  /** Takes it back, once it is made. */
  readonly undo?: (() => unknown) | undefined;
}

/** Makes a change by one press of a button, and says what became of it. */
export const act = async (page: Surroundings, made: Act): Promise<boolean> => {
  const { api, newest, see, changed, refuse } = page;
  const { done, undo, isAddition, args, ...change } = made;
  const before = newest();
  if (!before) return false;
  const outcome = await attempt(api, { ...change, args: { ...args, expectedVersion: before.version } });
  if (outcome.kind === 'saved') {
    const isNewest = changed(outcome.revision);
    say(typeof done === 'string' ? done : done(outcome.revision), 'good', isNewest ? undo : undefined);
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

/** Says that visitors read what was saved, and until when. */
export const tellNow = ({ until }: Revision, strings: readonly PlannedString[]): string => {
  const end = describeEnd(strings, until);
  return `Every visitor reads it from now on${end && `, ${end}`}.`;
};

/** Says what visitors read instead of what is gone. */
export const tellRead = ({ value, until }: Revision, strings: readonly PlannedString[]): string => {
  const end = describeEnd(strings, until);
  return `Visitors read ${quote(value)} again${end && `, ${end}`}.`;
};

/** The change that brings back what visitors read before, with its end. */
export const toRestore = (page: Surroundings, { version, value, until }: Revision): Act => ({
  ...(until !== null && until > now()
    ? { mutation: 'setSavedString', args: { value, until } }
    : { mutation: 'restoreRevision', args: { version } }),
  done: (revision) => `Undone. ${tellRead(revision, page.strings())}`,
});

/**
 * Plans again what was cancelled, with what it skips.
 *
 * @param from When it begins, if that is not when it began.
 */
export const planAgain = async (page: Surroundings, string: PlannedString, from = string.from): Promise<void> => {
  const { value, note, until, repeat, timeZone, skipped } = string;
  const done = 'It is planned again.';
  const args = { value, note, from, until, ...(repeat !== null && { repeat, timeZone }) };
  const isMade = await act(page, { mutation: 'planSavedString', args, isAddition: true, done });
  // It is named after the version that planned it.
  const id = String(page.newest()?.version);
  for (const occurrence of isMade ? skipped : []) {
    await act(page, { mutation: 'skipPlanned', args: { id, occurrence, skip: true }, done });
  }
};
