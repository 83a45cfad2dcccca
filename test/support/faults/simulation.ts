import type { Revisions } from '../../../src/domain/entry.ts';
import { ConflictError, InvalidInputError, StoreUnavailableError } from '../../../src/domain/errors.ts';
import { momentOf } from '../../../src/domain/plan.ts';
import type { Revision } from '../../../src/domain/revision.ts';
import { createSavedString, type Reading, type SavedString } from '../../../src/domain/saved-string.ts';
import { fromItem } from '../../../src/store/revision-item.ts';
import { createDynamoRevisions } from '../../../src/store/revisions.ts';
import type { Action } from '../plan-reading.ts';
import { below, createRandom, pickWeighted, type Random } from '../random.ts';
import { findViolation, type Operation, type Violation } from './linearizability.ts';
import { type Mistake, spoil } from './mistakes.ts';
import { checkLog, checkReads, INITIAL, identify, isOwn, START } from './plan-log.ts';
import { createSimulatedStore } from './simulated-store.ts';
import { createVirtualTime, type VirtualTime } from './virtual-time.ts';

export interface Settings {
  readonly seed: number;
  /** Of all visitors. */
  readonly operations: number;
  /** The lease that each instance gives to what it saves, in milliseconds; instances take them in turn. */
  readonly leases: readonly number[];
  /** The clocks of instances are up to so many milliseconds early or late. */
  readonly skewMs?: number;
  /** Whether editors plan strings, too. */
  readonly hasPlans?: boolean;
  /** Whether readers come through two caches in a row. */
  readonly hasEdge?: boolean;
  readonly mistake?: Mistake | undefined;
}

interface Result {
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

const INSTANCES = 6;
const VISITORS = 10;
const EDITORS = 3;
const TIME_BUDGET_MS = 2_300;
const PLANNING = { save: 15, until: 15, plan: 50, move: 10, cancel: 10 };

/**
 * Runs editors and visitors on instances of the domain and of the store's adapter in virtual time: no line of theirs is
 * replaced, unless by a mistake.
 */
const simulate = async (settings: Settings): Promise<Result> => {
  const { seed, operations, leases, skewMs = 10, hasPlans = false, hasEdge = false, mistake } = settings;
  const random = createRandom(seed);
  const time = createVirtualTime();
  const store = createSimulatedStore(time, { checksSteps: mistake !== 'a step without its condition' });
  const history: Operation[] = [];
  /** The meaning of a change, once its version and time are known. */
  const actions = new Map<string, (at: number, id: string) => Action>();
  const counts = new Map<string, number>();
  const count = (outcome: string) => counts.set(outcome, (counts.get(outcome) ?? 0) + 1);

  const instances = Array.from({ length: INSTANCES }, (_, index) => {
    const leaseMs = leases[index % leases.length] ?? 0;
    // Two of them are as wrong as can be.
    const { thaw, used, ...clocks } = createClocks(
      time,
      random,
      [skewMs, -skewMs][index] ?? (2 * random() - 1) * skewMs,
    );
    const sleep = async (milliseconds: number, signal: AbortSignal) => {
      if (milliseconds > 80 && random() < 0.1) {
        count('died');
        await new Promise(() => {});
      }
      await time.sleep(milliseconds, signal);
    };
    const revisions = createDynamoRevisions(store.createClient(random), 'simulated');
    const parts = { revisions, ...clocks, sleep, prepare: async () => {} };
    const { wall, gateway, prepare, ...others } = { ...parts, ...(mistake && spoil(mistake, parts, leaseMs)) };
    const open = createSavedString({
      ...others,
      now: () => new Date(wall()),
      initialString: INITIAL,
      leaseMs,
      reservedMs: hasEdge ? 2_100 : 0,
    });
    return async <Answer>(work: (savedString: SavedString, now: number) => Promise<Answer>): Promise<Answer> => {
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
  type Visit = (typeof instances)[number];
  /** Serves one request on any instance; the work also gets that instance's time. */
  const visit: Visit = (work) => (instances[below(random, INSTANCES)] as Visit)(work);

  /** Two caches in a row, at four places. Each keeps an answer for up to a second, if the function allows it. */
  const createCache = (ask: () => Promise<Reading>) => {
    let kept: { reading: Reading; until: number } | undefined;
    return async (): Promise<Reading> => {
      if (kept && time.now() < kept.until) return kept.reading;
      await time.sleep(random() * 5);
      const reading = await ask();
      await time.sleep(random() * 5);
      const isKept = reading.keepMs >= 2_100 || mistake === 'an edge that keeps everything';
      if (isKept) kept = { reading, until: time.now() + 1_000 };
      return reading;
    };
  };
  const region = createCache(() => visit((savedString) => savedString.read()));
  const places = Array.from({ length: 4 }, () => createCache(region));
  const readLatest = () => visit((savedString) => savedString.latest());
  const readEdge = async () => (await (places[below(random, 4)] as typeof region)()).revision;

  const observe = (revision: Revision, call: number, returned = time.now()) => {
    history.push({ kind: 'read', version: revision.version, value: identify(revision), call, return: returned });
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

  /** Makes a change with a name of its own. Its editor has seen this version. */
  const edit = async (name: string, kind: keyof typeof PLANNING, seen: number) => {
    const expectedVersion = random() < 0.4 ? seen : undefined;
    const details = { savedBy: name, note: null, expectedVersion };
    /** Longer than any change takes, by any clock. */
    const long = 2_500 + 2 * skewMs + 3 * Math.max(...leases);
    const delay = (random() < 0.3 ? 3 * long : 3_000) * random();
    const length = random() < 0.7 ? 1 + below(random, 1_500) : Number.POSITIVE_INFINITY;
    const position = random();
    const call = time.now();
    const changed = visit(async (savedString, now) => {
      const begin = Math.round(now + delay);
      const end = begin + length;
      const from = new Date(begin).toISOString();
      const until = length === Number.POSITIVE_INFINITY ? null : new Date(end).toISOString();
      const times = [[begin, end]] as const;
      if (kind === 'save') {
        actions.set(name, (at) => ({ at, kind, value: name }));
        return savedString.save(name, details);
      }
      if (kind === 'until') {
        actions.set(name, (at, id) => ({ at, kind: 'plan', id, value: name, times: [[at, begin]] }));
        return savedString.save(name, { ...details, until: from });
      }
      if (kind === 'plan') {
        actions.set(name, (at, id) => ({ at, kind, id, value: name, times }));
        return savedString.plan(name, { ...details, from, until });
      }
      const planned = await savedString.planned();
      // One that is shown would get another author, as if it began.
      const coming = planned.filter((string) => kind === 'cancel' || Date.parse(string.from) > now + long);
      const { id, value } = coming[Math.floor(position * coming.length)] ?? {};
      if (id === undefined || value === undefined) throw new InvalidInputError('Nothing is planned.');
      actions.set(name, (at) => (kind === 'cancel' ? { at, kind, id } : { at, kind: 'plan', id, value, times }));
      return kind === 'cancel'
        ? savedString.cancelPlanned(id, details)
        : savedString.changePlanned(id, { ...details, from, until });
    });
    // Someone whose instance died gets no answer.
    const answer = await Promise.race([changed.catch((error: unknown) => error as Error), time.sleep(10_000)]);
    const isRefused = answer instanceof ConflictError || answer instanceof InvalidInputError;
    if (answer instanceof Error && !isRefused && !(answer instanceof StoreUnavailableError)) throw answer;
    const isUnknown = answer instanceof StoreUnavailableError && answer.outcome !== 'NOT_WRITTEN';
    const saved = !answer || isUnknown ? 'unknown' : answer instanceof Error ? 'refused' : answer.version;
    count(typeof saved === 'number' ? 'saved' : saved);
    history.push({ kind: 'write', value: name, expectedVersion, saved, call, return: time.now() });
  };

  let started = 0;
  const runVisitor = async () => {
    for (let seen = 0; started++ < operations; ) {
      await time.sleep(random() < 0.02 ? random() * 3_000 : random() * 60);
      seen = (await read(seen, hasEdge ? readEdge : readLatest)) ?? seen;
    }
  };
  const runEditor = async (_: unknown, editor: number) => {
    for (let index = 0, seen = 0; started < operations; index++) {
      await time.sleep(random() * 3_000);
      seen = (await read(seen)) ?? seen;
      const kind = hasPlans ? pickWeighted(random, PLANNING) : 'save';
      await edit(`${kind} ${index} of ${editor}`, kind, seen);
    }
  };
  // The domain's own random numbers become repeatable, too.
  const { random: systemRandom } = Math;
  Math.random = random;
  try {
    const visitors = Array.from({ length: VISITORS }, runVisitor);
    await Promise.all([time.run(), ...visitors, ...Array.from({ length: EDITORS }, runEditor)]);
  } finally {
    Math.random = systemRandom;
  }

  const log = store
    .items()
    .map(fromItem)
    .filter(({ state }) => state === 'committed');
  const wrong = checkLog(log, actions, count) ?? checkReads(log, history, skewMs);
  // The log tells what each version holds, but not when it was current, nor who asked for what happened by itself.
  for (const entry of log) {
    observe(entry.revision, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    if (isOwn(entry.revision)) continue;
    const times = { call: momentOf(entry) - START - skewMs, return: Number.POSITIVE_INFINITY };
    history.push({ kind: 'write', value: identify(entry.revision), saved: entry.revision.version, ...times });
  }
  return { violation: wrong ?? findViolation(history, INITIAL), counts };
};

/** Creates clocks that are wrong, and stand still while the process is frozen between requests. */
const createClocks = (time: VirtualTime, random: Random, skewMs: number) => {
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
      wallIsLateBy = isFrozen && random() < 0.3 ? idle : 0;
    },
    used: () => {
      busy--;
      usedAt = time.now();
    },
    wall: () => START + time.now() + skewMs - wallIsLateBy,
    monotonic: () => (time.now() - missed) * rate,
    gateway: () => START + time.now() + skewMs + (random() - 0.5) * 20,
  };
};

/** Runs the simulation with seeds from 1 on. @returns operations by outcome. @throws for the first violation, with its seed. */
export const runSeeds = async (seeds: number, settings: Omit<Settings, 'seed'>) => {
  const totals = new Map<string, number>();
  for (let seed = 1; seed <= seeds; seed++) {
    const { violation, counts } = await simulate({ seed, ...settings });
    if (violation) throw new Error(`Seed ${seed}: ${JSON.stringify(violation, null, 2)}`);
    for (const [outcome, times] of counts) totals.set(outcome, (totals.get(outcome) ?? 0) + times);
  }
  return totals;
};

/** Whether one of the seeds from 1 on breaks the promise, or the log itself. */
export const isFound = (seeds: number, settings: Omit<Settings, 'seed'>): Promise<boolean> =>
  runSeeds(seeds, settings).then(
    () => false,
    (error: Error) => {
      if (/^Seed |^Version \d+ of the log is missing$/.test(error.message)) return true;
      throw error;
    },
  );
