import type { Entry, Revisions } from '../../../src/domain/entry.ts';
import { ConflictError, InvalidInputError, StoreUnavailableError } from '../../../src/domain/errors.ts';
import type { Revision } from '../../../src/domain/revision.ts';
import { createSavedString, type SavedString } from '../../../src/domain/saved-string.ts';
import { fromItem } from '../../../src/store/revision-item.ts';
import { createDynamoRevisions } from '../../../src/store/revisions.ts';
import { below, createRandom, pickWeighted, type Random } from '../random.ts';
import { findViolation, type Operation, type Violation } from './linearizability.ts';
import { createSimulatedStore } from './simulated-store.ts';
import { createVirtualTime, type VirtualTime } from './virtual-time.ts';

export interface Settings<Mistake> {
  readonly seed: number;
  /** Of all visitors. */
  readonly operations: number;
  /** The lease that each instance gives to what it saves, in milliseconds; instances take them in turn. */
  readonly leases: readonly number[];
  readonly mistake?: Mistake | undefined;
}

export interface Result {
  readonly violation: Violation | undefined;
  /** Operations by outcome. */
  readonly counts: ReadonlyMap<string, number>;
}

/** The parts of an instance, for a mistake to replace. */
export interface Parts {
  readonly revisions: Revisions;
  /** Clocks, in milliseconds. The gateway's says when a request arrived. */
  readonly wall: () => number;
  readonly monotonic: () => number;
  readonly gateway: () => number;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Runs before each request. */
  readonly prepare: () => Promise<void>;
}

/** Serves one request on any instance; the work also gets that instance's time. */
export type Visit = <Answer>(work: (savedString: SavedString, now: number) => Promise<Answer>) => Promise<Answer>;

interface Surroundings {
  readonly settings: Settings<unknown>;
  /** The clocks of instances are up to so many milliseconds early or late. */
  readonly skewMs: number;
  readonly reservedMs?: number;
  readonly checksSteps?: boolean;
  /** Whether a wall clock may be late for a while after its process was frozen. */
  readonly wallFreezes?: boolean;
  /** Makes the mistake. */
  readonly spoil?: (parts: Parts, leaseMs: number) => Partial<Parts>;
  /** Tells revisions apart; by default, by their values. */
  readonly identify?: (revision: Revision) => string;
}

interface Clients {
  readonly visitors: number;
  readonly editors: number;
  /** The longest that an editor pauses, in milliseconds. */
  readonly pauseMs: number;
  /** Makes the change with this name. Its editor has seen this version. */
  edit(name: string, seen: number): Promise<unknown>;
  readPage?: () => Promise<Revision>;
}

export type Simulation = ReturnType<typeof createSimulation>;

export const START = Date.parse('2026-01-31T12:00:00Z');
export const INITIAL = 'initial';
const INSTANCES = 6;
const TIME_BUDGET_MS = 2_300;

/** Prepares instances of the domain and the store's adapter in virtual time: no line of theirs is replaced. */
export const createSimulation = (surroundings: Surroundings) => {
  const { settings, skewMs, reservedMs = 0, checksSteps = true, wallFreezes = false, spoil } = surroundings;
  const { identify = ({ value }: Revision) => value } = surroundings;
  const { seed, operations, leases } = settings;
  const random = createRandom(seed);
  const time = createVirtualTime();
  const store = createSimulatedStore(time, { checksSteps });
  const history: Operation[] = [];
  const counts = new Map<string, number>();
  const count = (outcome: string) => counts.set(outcome, (counts.get(outcome) ?? 0) + 1);

  const instances = Array.from({ length: INSTANCES }, (_, index): Visit => {
    const leaseMs = leases[index % leases.length] ?? 0;
    // Two of them are as wrong as can be.
    const skew = [skewMs, -skewMs][index] ?? (2 * random() - 1) * skewMs;
    const { thaw, used, ...clocks } = createClocks(time, random, { skew, wallFreezes });
    const sleep = async (milliseconds: number, signal: AbortSignal) => {
      if (milliseconds > 80 && random() < 0.1) {
        count('died');
        await new Promise(() => {});
      }
      await time.sleep(milliseconds, signal);
    };
    const revisions = createDynamoRevisions(store.createClient(random), 'simulated');
    const own = { revisions, ...clocks, sleep, prepare: async () => {} };
    const { wall, gateway, prepare, ...parts } = { ...own, ...spoil?.(own, leaseMs) };
    const now = () => new Date(wall());
    const open = createSavedString({ ...parts, initialString: INITIAL, leaseMs, reservedMs, now });
    return async (work) => {
      thaw();
      await prepare();
      const { signal, extend } = time.budget(TIME_BUDGET_MS);
      const arrivedAt = gateway();
      const opened = open(signal, { arrivedAt, extend });
      // The page asks for it first.
      const kept = open.readKept(arrivedAt);
      const page = kept && { read: async () => kept, latest: async () => kept.revision };
      return work({ ...opened, ...page }, wall()).finally(used);
    };
  });
  const visit: Visit = (work) => (instances[below(random, INSTANCES)] as Visit)(work);
  const readLatest = () => visit((savedString) => savedString.latest());

  const observe = ({ version, ...revision }: Revision, call: number, returned = time.now()) => {
    history.push({ kind: 'read', version, value: identify({ version, ...revision }), call, return: returned });
  };

  /** Reads one of the ways. @returns the version that was read. */
  const read = async (seen: number, readPage = readLatest): Promise<number | undefined> => {
    const kind = pickWeighted(random, { page: 90, history: 5, find: 5 });
    const call = time.now();
    const readHistory = () => visit((savedString) => savedString.history({ first: 1, before: undefined }));
    const find = () => visit((savedString) => savedString.revision(seen + 1));
    try {
      const revision =
        kind === 'page' ? await readPage() : kind === 'find' ? await find() : (await readHistory()).revisions[0];
      count(time.now() === call ? 'kept' : 'read');
      // A client that finds a version knows that it was current by now.
      if (revision) observe(revision, kind === 'find' ? Number.NEGATIVE_INFINITY : call);
      return kind === 'find' ? undefined : revision?.version;
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      count('not read');
      return undefined;
    }
  };

  /** Saves something. @returns the outcome, and since when its editor knows of it. */
  const write = async (
    value: string,
    expectedVersion: number | undefined,
    work: (savedString: SavedString, now: number) => Promise<Revision>,
  ) => {
    const call = time.now();
    // Someone whose instance died gets no answer.
    const answer = await Promise.race([visit(work).catch((error: unknown) => error as Error), time.sleep(60_000)]);
    const isRefused = answer instanceof ConflictError || answer instanceof InvalidInputError;
    if (answer instanceof Error && !isRefused && !(answer instanceof StoreUnavailableError)) throw answer;
    const isUnknown = answer instanceof StoreUnavailableError && answer.outcome !== 'NOT_WRITTEN';
    const saved = !answer || isUnknown ? 'unknown' : answer instanceof Error ? 'refused' : answer.version;
    count(typeof saved === 'number' ? 'saved' : saved);
    history.push({ kind: 'write', value, expectedVersion, saved, call, return: time.now() });
    return { saved, knownAt: typeof saved === 'number' ? time.now() : Number.POSITIVE_INFINITY };
  };

  /** @returns the log in the end. */
  const run = async ({ visitors, editors, pauseMs, edit, readPage }: Clients): Promise<Entry[]> => {
    let started = 0;
    const runVisitor = async () => {
      let seen = 0;
      while (started++ < operations) {
        await time.sleep(random() < 0.02 ? random() * 3_000 : random() * 60);
        seen = (await read(seen, readPage)) ?? seen;
      }
    };
    const runEditor = async (_: unknown, editor: number) => {
      let seen = 0;
      for (let index = 0; started < operations; index++) {
        await time.sleep(random() * pauseMs);
        seen = (await read(seen)) ?? seen;
        await edit(`change ${index} of ${editor}`, seen);
      }
    };
    // The domain's own random numbers become repeatable, too.
    const { random: systemRandom } = Math;
    Math.random = random;
    try {
      const running = Array.from({ length: visitors }, runVisitor);
      await Promise.all([time.run(), ...running, ...Array.from({ length: editors }, runEditor)]);
    } finally {
      Math.random = systemRandom;
    }
    const entries = store.items().map(fromItem);
    const log = entries.filter(({ state }) => state === 'committed');
    // The log tells what each version holds, but not when it was current.
    for (const { revision } of log) observe(revision, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    return log;
  };

  const check = (): Result => ({ violation: findViolation(history, INITIAL), counts });
  return { random, time, history, count, visit, read, write, run, check };
};

/** Creates clocks that are wrong, and stand still while the process is frozen between requests. */
const createClocks = (
  time: VirtualTime,
  random: Random,
  { skew, wallFreezes }: { skew: number; wallFreezes: boolean },
) => {
  const rate = 1 + (random() - 0.5) * 0.002;
  let busy = 0;
  let usedAt = 0;
  let missed = 0;
  let wallIsLateBy = 0;
  return {
    thaw: () => {
      const idle = time.now() - usedAt;
      const isFrozen = busy++ === 0 && idle > 200 && random() < 0.5;
      if (isFrozen) missed += idle;
      // The wall clock is set right some time after the process goes on.
      wallIsLateBy = wallFreezes && isFrozen && random() < 0.3 ? idle : 0;
    },
    used: () => {
      busy--;
      usedAt = time.now();
    },
    wall: () => START + time.now() + skew - wallIsLateBy,
    monotonic: () => (time.now() - missed) * rate,
    gateway: () => START + time.now() + skew + (random() - 0.5) * 20,
  };
};

/** Runs the simulation with seeds from 1 on. @returns operations by outcome. @throws for the first violation, with its seed. */
export const runSeeds = async (seeds: number, simulate: (seed: number) => Promise<Result>) => {
  const totals = new Map<string, number>();
  for (let seed = 1; seed <= seeds; seed++) {
    const { violation, counts } = await simulate(seed);
    if (violation) throw new Error(`Seed ${seed}: ${JSON.stringify(violation, null, 2)}`);
    for (const [outcome, times] of counts) totals.set(outcome, (totals.get(outcome) ?? 0) + times);
  }
  return totals;
};

/** Whether one of the seeds from 1 on breaks the promise, or the log itself. */
export const isFound = async (seeds: number, simulate: (seed: number) => Promise<Result>): Promise<boolean> => {
  for (let seed = 1; seed <= seeds; seed++) {
    try {
      if ((await simulate(seed)).violation) return true;
    } catch (error) {
      if (error instanceof Error && /^Version \d+ of the log is missing$/.test(error.message)) return true;
      throw error;
    }
  }
  return false;
};
