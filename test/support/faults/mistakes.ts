import type { Entry, Revisions } from '../../../src/domain/entry.ts';
import { rollTo } from '../../../src/domain/plan.ts';
import { initialRevision } from '../../../src/domain/revision.ts';
import { INITIAL } from './plan-log.ts';
import type { Parts } from './simulation.ts';

/** Replaces parts of one instance. */
type Spoil = (parts: Parts, leaseMs: number) => Partial<Parts>;

/** Takes another entry for the newest. */
const misread =
  (
    change: (newest: Entry, revisions: Revisions, signal: AbortSignal, leaseMs: number) => Entry | Promise<Entry>,
  ): Spoil =>
  ({ revisions }, leaseMs) => {
    const newest: Revisions['newest'] = async (signal) => {
      const entry = await revisions.newest(signal);
      return entry && change(entry, revisions, signal, leaseMs);
    };
    return { revisions: { ...revisions, newest } };
  };

/** The simulation makes it: in the store, or in front of all instances. */
const elsewhere: Spoil = () => ({});

/** Mistakes that have to break the promise. */
export const LEASE_MISTAKES = {
  'no wait': ({ sleep }) => ({
    sleep: async (milliseconds, signal) => (milliseconds > 80 ? undefined : sleep(milliseconds, signal)),
  }),
  'waiting by the own setting': misread((newest, _revisions, _signal, leaseMs) => ({ ...newest, leaseMs })),
  'keeping beside a change under way': misread(async (newest, revisions, signal) => {
    // The next writer must not believe it, or nothing would ever be saved.
    if (newest.state !== 'closing') return newest;
    return (await revisions.find(newest.revision.version - 1, signal)) ?? newest;
  }),
  'one clock, which stands still in a frozen process': ({ monotonic }) => ({ wall: monotonic, gateway: monotonic }),
  'counting from the answer': ({ revisions }) => {
    let early: ReturnType<Revisions['newest']> | undefined;
    const newest: Revisions['newest'] = (signal) => {
      const answer = early ?? revisions.newest(signal);
      early = undefined;
      return answer;
    };
    const prepare = async () => {
      early = revisions.newest(new AbortController().signal);
      await early.catch(() => {});
    };
    return { revisions: { ...revisions, newest }, prepare };
  },
  'a step without its condition': elsewhere,
  'helping without having watched': misread(async (newest, revisions, signal) => {
    if (newest.state !== 'committed') await revisions.advance(newest, signal).catch(() => {});
    return newest;
  }),
  'showing a change under way': misread((newest) => ({ ...newest, state: 'committed' })),
  'an edge that keeps everything': elsewhere,
} as const satisfies Record<string, Spoil>;

/** Mistakes that have to break the promise where strings are planned. */
export const PLAN_MISTAKES = {
  'evaluating instead of writing down': ({ revisions, wall }) => {
    /** Entries that this instance made up instead of writing them down. */
    const evaluated = new Map<number, Entry>();
    const find: Revisions['find'] = async (version, signal) =>
      evaluated.get(version) ?? revisions.find(version, signal);
    const newest: Revisions['newest'] = async (signal) => {
      const entry = await revisions.newest(signal);
      if (!entry || entry.dueAt > wall()) return entry;
      const made = {
        ...entry,
        ...(await rollTo(entry, wall(), {
          find: async (version) => (await find(version, signal)) ?? { ...entry, revision: initialRevision(INITIAL) },
          findPlan: (key) => revisions.findPlan(key, signal),
        })),
      };
      evaluated.set(made.revision.version, made);
      return made;
    };
    return { revisions: { ...revisions, find, newest } };
  },
  'savedAt = now': ({ revisions, wall }) => {
    const append: Revisions['append'] = (entry, signal) => {
      const late = { ...entry, revision: { ...entry.revision, savedAt: new Date(wall()).toISOString() } };
      return revisions.append(isDue(entry, wall()) ? late : entry, signal);
    };
    return { revisions: { ...revisions, append } };
  },
  'no second look after a lost race': ({ revisions, wall }) => {
    let lost: Entry | undefined;
    const newest: Revisions['newest'] = (signal) => {
      const remembered = lost;
      lost = undefined;
      return remembered ? Promise.resolve(remembered) : revisions.newest(signal);
    };
    const append: Revisions['append'] = async (entry, signal) => {
      const isAppended = await revisions.append(entry, signal);
      if (!isAppended && isDue(entry, wall())) lost = entry;
      return isAppended;
    };
    return { revisions: { ...revisions, newest, append } };
  },
  'the earlier clock after a freeze': ({ wall }) => ({ gateway: wall }),
} as const satisfies Record<string, Spoil>;

const isDue = ({ revision, state }: Entry, now: number): boolean =>
  Date.parse(String(revision.savedAt)) < now && state === 'committed';

const MISTAKES = { ...LEASE_MISTAKES, ...PLAN_MISTAKES };
export type Mistake = keyof typeof MISTAKES;

export const spoil = (mistake: Mistake, parts: Parts, leaseMs: number): Partial<Parts> =>
  MISTAKES[mistake](parts, leaseMs);
