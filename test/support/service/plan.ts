import type { PlanChange } from '../../../src/domain/changes.ts';
import type { Planning } from '../../../src/domain/plan-changes.ts';
import { createSavedString } from '../../../src/domain/saved-string.ts';
import { createMemoryRevisions } from './memory-revisions.ts';

/** The time at which the clock of a schedule begins. */
const NOON = Date.parse('2026-01-31T12:00:00Z');

/** Minutes after noon, as the API takes and gives times. */
export const at = (minutes: number, milliseconds = 0): string =>
  new Date(NOON + minutes * 60_000 + milliseconds).toISOString();

/** Opens the saved string on an empty log, with a clock that a test moves by hand. */
export const createSchedule = (revisions = createMemoryRevisions()) => {
  const clock = { minutes: 0 };
  const open = createSavedString({
    revisions,
    initialString: 'dynamic string',
    leaseMs: 0,
    reservedMs: 0,
    now: () => new Date(at(clock.minutes)),
  });
  const { signal } = new AbortController();
  const by = (savedBy: string) => ({ savedBy, expectedVersion: undefined, note: null });
  return {
    clock,
    revisions,
    signal,
    /** Every request opens it anew. */
    open: () => open(signal),
    read: async () => (await open(signal).latest()).value,
    save: (value: string, until?: number) =>
      open(signal).save(value, { ...by('Ada'), until: until === undefined ? null : at(until) }),
    plan: (value: string, from: number, until?: number, savedBy = 'Ada') =>
      open(signal).plan(value, {
        ...by(savedBy),
        from: at(from),
        until: until === undefined ? null : at(until),
        repeat: null,
        timeZone: null,
      }),
    repeat: (value: string, planning: Pick<Planning, 'from' | 'until' | 'repeat' | 'timeZone'>) =>
      open(signal).plan(value, { ...by('Ada'), ...planning }),
    skip: (id: string, occurrence: string, skip = true) =>
      open(signal).skipPlanned(id, { ...by('Grace'), occurrence, skip }),
    change: (id: string, change: Partial<PlanChange>) =>
      open(signal).changePlanned(id, { ...by('Grace'), note: undefined, ...change }),
    cancel: (id: string) => open(signal).cancelPlanned(id, by('Grace')),
    /** Ids and strings of what is planned. */
    planned: async (version?: number) =>
      (await open(signal).planned(version)).map(({ id, value }) => [id, value] as const),
    /** Reads at a time, for an editor. */
    revisionAt: (minutes: number) => open(signal).revisionAt(new Date(at(minutes)), async () => {}),
    /** Every revision, oldest first. */
    history: async () => (await open(signal).history({ first: 100, before: undefined })).revisions.toReversed(),
  };
};

export type Schedule = ReturnType<typeof createSchedule>;
