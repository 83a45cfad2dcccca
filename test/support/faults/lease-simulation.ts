import type { Entry, Revisions } from '../../../src/domain/entry.ts';
import { ConflictError, StoreUnavailableError } from '../../../src/domain/errors.ts';
import type { Revision } from '../../../src/domain/revision.ts';
import { createSavedString, type Reading, type SavedString } from '../../../src/domain/saved-string.ts';
import { fromItem } from '../../../src/store/revision-item.ts';
import { createDynamoRevisions } from '../../../src/store/revisions.ts';
import { below, createRandom, pickWeighted, type Random } from '../random.ts';
import { findViolation, type Operation, type Violation } from './linearizability.ts';
import { createSimulatedStore } from './simulated-store.ts';
import { createVirtualTime, type VirtualTime } from './virtual-time.ts';

/** Mistakes that have to break the promise. */
export type LeaseMistake =
  | 'no wait'
  | 'waiting by the own setting'
  | 'keeping beside a change under way'
  | 'one clock, which stands still in a frozen process'
  | 'counting from the answer'
  | 'a step without its condition'
  | 'helping without having watched'
  | 'showing a change under way'
  | 'an edge that keeps everything';

interface Simulation {
  readonly seed: number;
  readonly operations: number;
  /** The lease that each instance gives to what it saves, in milliseconds; instances take them in turn. */
  readonly leases: readonly number[];
  /** Whether readers come through two caches in a row. */
  readonly hasEdge?: boolean;
  readonly mistake?: LeaseMistake | undefined;
}

interface Result {
  readonly violation: Violation | undefined;
  readonly counts: Readonly<Record<'read' | 'kept' | 'saved' | 'refused' | 'unknown' | 'not read' | 'died', number>>;
  /** In milliseconds. */
  readonly longestSave: number;
}

const TIME_BUDGET_MS = 2_300;
const INSTANCES = 6;
const INITIAL = 'initial';

/** Runs instances of the domain and the store's adapter in virtual time: no line of theirs is replaced. */
export const simulateLeases = async (simulation: Simulation): Promise<Result> => {
  const { seed, operations, leases, hasEdge = false, mistake } = simulation;
  const random = createRandom(seed);
  const time = createVirtualTime();
  const store = createSimulatedStore(time, { checksSteps: mistake !== 'a step without its condition' });
  const history: Operation[] = [];
  const counts = { read: 0, kept: 0, saved: 0, refused: 0, unknown: 0, 'not read': 0, died: 0 };
  let longestSave = 0;
  let started = 0;

  const instances = Array.from({ length: INSTANCES }, (_, index) =>
    createInstance({
      time,
      random,
      store,
      leaseMs: leases[index % leases.length] ?? 0,
      hasEdge,
      mistake,
      onDeath: () => counts.died++,
    }),
  );
  const pick = () => instances[below(random, instances.length)] as Instance;
  const front = hasEdge ? createEdge(time, random, pick, mistake) : undefined;

  const observe = async (read: () => Promise<Revision>) => {
    const call = time.now();
    try {
      const { version, value } = await read();
      counts.read++;
      if (time.now() === call) counts.kept++;
      history.push({ kind: 'read', version, value, call, return: time.now() });
      return version;
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      counts['not read']++;
      return undefined;
    }
  };

  const write = async (value: string, expectedVersion: number | undefined) => {
    const call = time.now();
    const ended = (saved: number | 'refused' | 'unknown') => {
      history.push({ kind: 'write', value, expectedVersion, saved, call, return: time.now() });
      counts[typeof saved === 'number' ? 'saved' : saved]++;
    };
    const save = pick().visit((savedString) =>
      savedString.save(value, { savedBy: 'Ada', note: null, expectedVersion }),
    );
    // Someone whose instance died gets no answer.
    const answer = await Promise.race([save.catch((error: unknown) => error as Error), time.sleep(60_000)]);
    if (answer instanceof ConflictError) ended('refused');
    else if (answer instanceof StoreUnavailableError) ended(answer.outcome === 'NOT_WRITTEN' ? 'refused' : 'unknown');
    else if (answer instanceof Error) throw answer;
    else if (answer) {
      longestSave = Math.max(longestSave, time.now() - call);
      ended(answer.version);
    } else ended('unknown');
  };

  const runReader = async () => {
    let seen = 0;
    while (started++ < operations) {
      await time.sleep(random() < 0.02 ? random() * 3_000 : random() * 60);
      const kind = pickWeighted(random, { page: 90, history: 5, find: 5 });
      if (kind === 'page') {
        seen = (await observe(front ?? (() => pick().visit((savedString) => savedString.latest())))) ?? seen;
      } else if (kind === 'history') {
        await observe(() =>
          pick().visit(async (savedString) => {
            const { revisions } = await savedString.history({ first: 1, before: undefined });
            return revisions[0] as Revision;
          }),
        );
      } else {
        // Whoever finds a version knows that it was current by now.
        const found = await pick()
          .visit((savedString) => savedString.revision(seen + 1))
          .catch(() => undefined);
        const times = { call: Number.NEGATIVE_INFINITY, return: time.now() };
        if (found) history.push({ kind: 'read', version: found.version, value: found.value, ...times });
      }
    }
  };
  const runWriter = async (name: string) => {
    let seen = 0;
    for (let index = 0; started < operations; index++) {
      await time.sleep(random() * 4_000);
      seen = (await observe(() => pick().visit((savedString) => savedString.latest()))) ?? seen;
      await write(`${name}.${index}`, random() < 0.5 ? seen : undefined);
    }
  };

  const clients = [
    ...Array.from({ length: 12 }, runReader),
    ...Array.from({ length: 3 }, (_, index) => runWriter(`writer ${index}`)),
  ];
  // The domain's own random numbers become repeatable, too.
  const { random: systemRandom } = Math;
  Math.random = random;
  try {
    await Promise.all([time.run(), ...clients]);
  } finally {
    Math.random = systemRandom;
  }
  // The log tells what each version holds, but not when it was current.
  const always = { call: Number.NEGATIVE_INFINITY, return: Number.POSITIVE_INFINITY };
  for (const { revision, state } of store.items().map(fromItem)) {
    const { version, value } = revision;
    if (state === 'committed') history.push({ kind: 'read', version, value, ...always });
  }
  return { violation: findViolation(history, INITIAL), counts, longestSave };
};

interface Instance {
  /** Serves one request. */
  visit<Answer>(work: (savedString: SavedString) => Promise<Answer>): Promise<Answer>;
}

interface InstanceOptions {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly store: ReturnType<typeof createSimulatedStore>;
  readonly leaseMs: number;
  readonly hasEdge: boolean;
  readonly mistake: LeaseMistake | undefined;
  readonly onDeath: () => void;
}

/** Creates an instance whose clocks are wrong, that is frozen between requests, and that may die in the middle of a save. */
const createInstance = ({ time, random, store, leaseMs, hasEdge, mistake, onDeath }: InstanceOptions): Instance => {
  const rate = 1 + (random() - 0.5) * 0.002;
  const skew = (random() - 0.5) * 20;
  let busy = 0;
  let usedAt = 0;
  let missed = 0;
  let wallIsLateBy = 0;

  const thaw = () => {
    const idle = time.now() - usedAt;
    const isFrozen = busy === 0 && idle > 200 && random() < 0.5;
    if (isFrozen) missed += idle;
    // The wall clock is set right some time after the process goes on.
    wallIsLateBy = isFrozen && random() < 0.3 ? idle : 0;
  };
  const monotonic = () => (time.now() - missed) * rate;
  const isOneClock = mistake === 'one clock, which stands still in a frozen process';

  const revisions = createDynamoRevisions(store.createClient(random), 'simulated');
  let early: Promise<Entry | undefined> | undefined;
  const askEarly = async () => {
    early = revisions.newest(new AbortController().signal);
    await early.catch(() => {});
  };
  const open = createSavedString({
    revisions: {
      ...(mistake ? withMistake(revisions, mistake, leaseMs) : revisions),
      ...(mistake === 'counting from the answer' && {
        newest: (signal) => {
          const answer = early ?? revisions.newest(signal);
          early = undefined;
          return answer;
        },
      }),
    },
    initialString: INITIAL,
    leaseMs,
    reservedMs: hasEdge ? 2_100 : 0,
    now: () => new Date(isOneClock ? monotonic() : time.now() + skew - wallIsLateBy),
    monotonic,
    sleep: async (milliseconds, signal) => {
      const isWait = milliseconds > 80;
      if (isWait && random() < 0.1) {
        onDeath();
        await new Promise(() => {});
      }
      if (!(isWait && mistake === 'no wait')) await time.sleep(milliseconds / rate, signal);
    },
  });

  return {
    visit: async (work) => {
      thaw();
      busy++;
      if (mistake === 'counting from the answer') await askEarly();
      const { signal, extend } = time.budget(TIME_BUDGET_MS);
      // The gateway's own clock is up to 10 ms wrong.
      const arrivedAt = isOneClock ? monotonic() : time.now() + (random() - 0.5) * 20;
      try {
        return await work(open(signal, { arrivedAt, extend }));
      } finally {
        busy--;
        usedAt = time.now();
      }
    },
  };
};

const withMistake = (revisions: Revisions, mistake: LeaseMistake, leaseMs: number): Revisions => ({
  ...revisions,
  newest: async (signal) => {
    const newest = await revisions.newest(signal);
    if (!newest) return undefined;
    if (mistake === 'helping without having watched' && newest.state !== 'committed') {
      await revisions.advance(newest, signal).catch(() => {});
    }
    if (mistake === 'waiting by the own setting') return { ...newest, leaseMs };
    if (newest.state === 'committed') return newest;
    if (mistake === 'showing a change under way') return { ...newest, state: 'committed' };
    if (mistake === 'keeping beside a change under way') {
      const before = await revisions.find(newest.revision.version - 1, signal);
      // The next writer must not believe it, or nothing would ever be saved.
      return before && newest.state === 'closing' ? before : newest;
    }
    return newest;
  },
});

/** Two caches in a row. Each keeps an answer for up to a second, if the function allows it. */
const createEdge = (time: VirtualTime, random: Random, pick: () => Instance, mistake: LeaseMistake | undefined) => {
  const createCache = (ask: () => Promise<Reading>) => {
    let kept: { reading: Reading; until: number } | undefined;
    return async (): Promise<Reading> => {
      if (kept && time.now() < kept.until) return kept.reading;
      await time.sleep(random() * 5);
      const reading = await ask();
      await time.sleep(random() * 5);
      const isAllowed = reading.keepMs >= 2_100 || mistake === 'an edge that keeps everything';
      if (isAllowed) kept = { reading, until: time.now() + 1_000 };
      return reading;
    };
  };
  const region = createCache(() => pick().visit((savedString) => savedString.read()));
  const places = Array.from({ length: 4 }, () => createCache(region));
  return async () => (await (places[below(random, places.length)] as () => Promise<Reading>)()).revision;
};
