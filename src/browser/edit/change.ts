import type { Revision } from '../../domain/revision.ts';
import type { Arguments, Mutation, PlannedString } from '../client/client.ts';
import { Refusal } from '../client/refusal.ts';
import { type Api, refused } from './api.ts';
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

const pause = () => new Promise((resolve) => setTimeout(resolve, LOOK_MS));

/** Finds out whether a version later than the expected one is what a change was to make. */
const isDone = async (api: Api, { mutation, args }: Change, current: Revision): Promise<boolean> => {
  const { id, occurrence, skip, until } = args;
  if (mutation === 'setSavedString') return current.value === args.value && (until == null || current.until === until);
  if (mutation === 'restoreRevision') return current.restores === args.version;
  const strings = (await api.readPlanned()).filter((string) => id === undefined || string.id === id);
  if (mutation === 'cancelPlanned') return strings.length === 0;
  if (mutation === 'skipPlanned') return strings.some(({ skipped }) => skipped.includes(String(occurrence)) === skip);
  const given: Readonly<Record<string, unknown>> = args;
  return strings.some((string) =>
    Object.entries(string).every(([name, value]) => given[name] === undefined || given[name] === value),
  );
};

/** @returns the revision that was made after all. @throws Refusal */
const settle = async (api: Api, refusal: Refusal, change: Change): Promise<Revision> => {
  const isPending = refusal.outcome === 'PENDING';
  for (let looks = isPending ? LOOKS : 1; looks > 0; looks--) {
    const isLost = isPending || refusal.outcome === 'UNKNOWN';
    const current = isLost ? await api.readLatest().catch(() => undefined) : refusal.current;
    if (current && current.version > change.args.expectedVersion) {
      if (await isDone(api, change, current)) return current;
      throw new Refusal(refusal.message, { code: 'CONFLICT', current });
    }
    if (looks > 1) await pause();
  }
  throw refusal;
};

/**
 * Makes a change and finds out what became of it, even if the answer was lost: an expected version makes it safe to
 * send again.
 *
 * @throws Refusal. It has what visitors read now if someone else was first.
 */
export const attempt = (api: Api, change: Change): Promise<Revision> => {
  say('Saving…');
  const slow = setTimeout(() => say('Saving… This can take a few seconds.'), SLOW_MS);
  return api
    .change(change.mutation, change.args)
    .catch(refused((refusal) => settle(api, refusal, change)))
    .finally(() => clearTimeout(slow));
};

/** The things that every part of the page needs to make changes. */
export interface Surroundings {
  readonly api: Api;
  /** The revision that visitors read, as far as this page knows. */
  newest(): Revision | undefined;
  /** The planned strings, as far as this page knows. */
  strings(): readonly PlannedString[];
  isSignedIn(): boolean;
  /** Called with a revision that may be newer than any known. */
  see(revision: Revision): void;
  /** Called with what this editor made of the string or the plan; a draft may replace it. */
  changed(revision: Revision): void;
  /** Called when the token is refused. */
  refuse(refusal: Refusal): void;
}

export interface Act extends Omit<Change, 'args'> {
  readonly args: Arguments;
  /** Says what became of it. */
  readonly done: string | ((revision: Revision) => string);
  /** It replaces nothing: what someone else did meanwhile is no reason not to make it. */
  readonly isAddition?: boolean;
  /** Undoes it, once it is made. */
  readonly undo?: (() => unknown) | undefined;
}

/** Says that a change is made, and offers to undo it unless another was made since. */
export const tellDone = (page: Surroundings, made: Revision, sentence: string, undo: Act['undo']): void =>
  say(sentence, 'good', page.newest()?.version === made.version ? undo : undefined);

/** Says why a change was not made, and what to do. */
export const tellRefusal = (page: Surroundings, refusal: Refusal, advice = ''): void => {
  say(refusal.message + advice, 'bad');
  if (refusal.code === 'UNAUTHENTICATED') page.refuse(refusal);
};

export const tellConflict = (): void => say('Someone else made a change first. Look at it, then try again.', 'bad');

/** Makes a change by one press of a button, and says what became of it. @returns whether it is made. */
export const act = async (page: Surroundings, made: Act): Promise<boolean> => {
  const { done, undo, isAddition, args, ...change } = made;
  const before = page.newest();
  if (!before) return false;
  return attempt(page.api, { ...change, args: { ...args, expectedVersion: before.version } }).then(
    (revision) => {
      page.changed(revision);
      tellDone(page, revision, typeof done === 'string' ? done : done(revision), undo);
      return true;
    },
    refused((refusal) => {
      if (refusal.current) page.see(refusal.current);
      if (refusal.current && isAddition) return act(page, made);
      if (refusal.current) tellConflict();
      else tellRefusal(page, refusal);
      return false;
    }),
  );
};

/** Says that visitors read what was saved, and until when. */
export const tellNow = ({ until }: Revision, strings: readonly PlannedString[]): string => {
  const end = describeEnd(strings, until);
  return `Every visitor reads it from now on${end && `, ${end}`}.`;
};

/** Says that visitors read what was saved, and what they read after its end. */
export const tellSaved = async (page: Surroundings, saved: Revision): Promise<string> => {
  const { value, until } = saved;
  const next = until === null ? undefined : await page.api.readAt(until).catch(() => undefined);
  const then = next?.value === value ? ' Then they read the same text again.' : '';
  return `Saved. ${tellNow(saved, page.strings())}${then}`;
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

/** Skips again what a planned string skipped before. */
const skipAgain = async (page: Surroundings, id: string, { skipped }: PlannedString, done: string) => {
  for (const occurrence of skipped) {
    await act(page, { mutation: 'skipPlanned', args: { id, occurrence, skip: true }, done });
  }
};

/** Undoes a change of the form, which may be of a planned string. @returns whether it is undone. */
export const undoChange = async (
  page: Surroundings,
  { mutation, args }: Change,
  before: Revision,
  original?: PlannedString,
): Promise<boolean> => {
  const isSave = mutation === 'setSavedString';
  if (isSave && args.until == null) return act(page, toRestore(page, before));
  if (!original) {
    // A planned string, and a text with an end, is named after its version.
    const id = String(args.expectedVersion + 1);
    const done = (revision: Revision) => `Undone. ${tellRead(revision, page.strings())}`;
    const undone = isSave ? done : 'Undone. It is not planned any more.';
    return act(page, { mutation: 'cancelPlanned', args: { id }, done: undone });
  }
  const names = Object.keys(args).filter((name) => name in original) as (keyof PlannedString & keyof Arguments)[];
  const done = 'Undone. It is planned as before.';
  const old = Object.fromEntries(names.map((name) => [name, original[name]]));
  const isBack = await act(page, { mutation: 'changePlanned', args: old, done });
  // Another repetition may have no such days.
  if (isBack) await skipAgain(page, original.id, original, done);
  return isBack;
};

/**
 * Plans again what was cancelled, with what it skips.
 *
 * @param from When it begins, if that is not when it began.
 */
export const planAgain = async (page: Surroundings, string: PlannedString, from = string.from): Promise<void> => {
  const { value, note, until, repeat, timeZone } = string;
  const done = 'It is planned again.';
  const args = { value, note, from, until, ...(repeat !== null && { repeat, timeZone }) };
  const isMade = await act(page, { mutation: 'planSavedString', args, isAddition: true, done });
  // It is named after the version that planned it.
  if (isMade) await skipAgain(page, String(page.newest()?.version), string, done);
};
