import { randomUUID } from 'node:crypto';
import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Content, CountUnits, Entry, PlannedString, Revisions } from './entry.ts';
import { type Outcome, StoreUnavailableError } from './errors.ts';
import { ageMs, firstState, isFresh, isSame, keepMs, type Moment, saveMs, waitMs, watchedMs } from './leases.ts';
import type { PlanLog } from './plan.ts';
import type { Revision } from './revision.ts';

/** A request as the log sees it. */
export interface LogRequest {
  readonly signal: AbortSignal;
  /**
   * When it arrived, by the gateway's clock, in milliseconds since 1970. Without it, the request reads only from the
   * store.
   */
  readonly arrivedAt?: number | undefined;
  /** Hears what each read of the store has cost. */
  readonly countUnits?: CountUnits | undefined;
  /** Gives the request more time, in milliseconds. A save calls it for its waits. */
  extend?(milliseconds: number): void;
}

/** The content of a save. With a new list of planned strings, the log puts that list first, and sets `plan` to its key. */
export interface NextContent extends Content {
  readonly newPlan?: readonly PlannedString[];
}

/** The current entry, and for how long it may be kept. */
export interface LogReading {
  readonly current: Content;
  readonly keepMs: number;
}

/** The log as visitors and editors see it: leases let it be read without asking the store each time. */
export interface LeasedLog {
  /**
   * Reads the current entry: every read that begins after a save was answered gives that entry or a newer one. A cache in
   * front of this process may keep it for `keepMs`, in milliseconds.
   *
   * The first read after a planned moment writes the change down. From then on the log decides, and not the clocks of
   * instances: otherwise visitors could see the change come and go.
   */
  read(request: LogRequest): Promise<LogReading>;

  /** Reads the same without the store and without waiting, if this process may still keep it. */
  readKept(arrivedAt: number): LogReading | undefined;

  /**
   * Appends to the log, and waits until every visitor reads it.
   *
   * @param makeNext makes it from the current one and the time at which visitors will begin to read it. It is called
   * again for each attempt, and what it throws ends the save.
   * @throws StoreUnavailableError also when other saves take all of the time.
   */
  append(makeNext: (current: Content, visibleAt: Date) => Promise<NextContent>, request: LogRequest): Promise<Revision>;

  /** The part of the log that the rule for planned strings reads. */
  planLog(request: LogRequest): PlanLog;
}

/** The time of a request by the later clock, in milliseconds since 1970: after a freeze, this process's own may be late. */
export const timeOf = (now: () => Date, { arrivedAt = 0 }: Pick<LogRequest, 'arrivedAt'>): number =>
  Math.max(now().getTime(), arrivedAt);

export interface LeasedLogDependencies {
  readonly revisions: Revisions;
  /** The revision that visitors read while the log is empty. */
  readonly initial: Revision;
  /** The lease of new revisions, in milliseconds. 0, the default: every read asks the store. */
  readonly leaseMs?: number;
  /** The part of each lease that is left to caches in front of this process, in milliseconds; 0 by default. */
  readonly reservedMs?: number;
  readonly now: () => Date;
  /** A clock that never goes back, in milliseconds. */
  readonly monotonic?: () => number;
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** The pause before the n-th retry is random: below 2ⁿ times the first, and never above the longest. */
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 80;

/** Two leases of 10 s and the store's own time fit the 30 s that the gateway gives a request. */
const MOST_SAVES_AHEAD = 1;

/**
 * Nothing is kept so shortly before a planned moment, in milliseconds: whose clock is late still keeps nothing when the
 * one that is early writes the change down. This holds for clocks that are up to half of it off.
 */
const DUE_MARGIN_MS = 1_000;

const unavailable =
  (outcome: Outcome) =>
  (cause: unknown): never => {
    throw cause instanceof StoreUnavailableError ? new StoreUnavailableError(outcome, { cause: cause.cause }) : cause;
  };

export const createLeasedLog = ({
  revisions,
  initial,
  leaseMs = 0,
  reservedMs = 0,
  now,
  // The first use of `performance.now()` would take a millisecond of every cold start.
  monotonic = () => Number(process.hrtime.bigint()) / 1e6,
  sleep = (milliseconds, signal) => sleepFor(milliseconds, undefined, { signal }),
}: LeasedLogDependencies): LeasedLog => {
  const initialEntry: Entry = {
    revision: initial,
    returns: null,
    plan: null,
    dueAt: Number.POSITIVE_INFINITY,
    at: null,
    leaseMs: 0,
    state: 'committed',
    writeId: '',
  };

  /** The entry that this process answers with, without asking the store. */
  let kept: { current: Content; leaseMs: number; forMs: number; since: Moment } | undefined;
  /** A change that waits for its next step, and for how long until this process takes it. */
  let watched: { pending: Entry; forMs: number; since: Moment } | undefined;

  const clocksAt = (arrivedAt: number): Moment => ({ monotonic: monotonic(), wall: now().getTime(), arrivedAt });

  const keptAt = (at: Moment): LogReading | undefined =>
    kept && isFresh(kept.since, at, kept.forMs)
      ? { current: kept.current, keepMs: kept.leaseMs - ageMs(kept.since, at) }
      : undefined;

  const findEntry = async (version: number, { signal, countUnits }: LogRequest): Promise<Entry> => {
    const entry = version === 0 ? initialEntry : await revisions.find(version, signal, countUnits);
    if (!entry) throw new Error(`Version ${version} of the log is missing`);
    return entry;
  };

  const askStore = async (request: LogRequest): Promise<{ current: Entry; pending: Entry | undefined }> => {
    const newest = (await revisions.newest(request.signal, request.countUnits)) ?? initialEntry;
    if (newest.state === 'committed') return { current: newest, pending: undefined };
    return { current: await findEntry(newest.revision.version - 1, request), pending: newest };
  };

  const planLog: LeasedLog['planLog'] = (request) => ({
    find: (version) => findEntry(version, request),
    findPlan: (key) => revisions.findPlan(key, request.signal, request.countUnits),
  });

  /** Writes down what follows now, unless someone else has. */
  const writeDown = async (current: Entry, time: number, request: LogRequest) => {
    revisions.prepareToAppend?.();
    const { rollTo } = await import('./changes.ts');
    const due = await rollTo(current, time, planLog(request));
    await revisions.append({ ...due, leaseMs, state: 'committed', writeId: randomUUID() }, request.signal);
  };

  /** Reads the current entry from the store, once everything that is due by now is written down. */
  const settle = async (request: LogRequest) => {
    for (;;) {
      const { current, pending } = await askStore(request);
      const time = timeOf(now, request);
      if (time < current.dueAt) return { current, pending };
      // Nobody keeps the current one any more, so neither has to wait.
      const written = pending
        ? commit(pending, { leaseMs: 0 }, { signal: request.signal })
        : writeDown(current, time, request);
      await written.catch(unavailable('NOT_WRITTEN'));
    }
  };

  /** Takes the next step for a writer that died, once this process has watched its change for long enough. */
  const help = async (pending: Entry, { leaseMs }: Entry, { signal, arrivedAt = 0 }: LogRequest, at: Moment) => {
    if (!watched || !isSame(watched.pending, pending)) {
      // At random, so that the processes which watch it don't all write at the same moment.
      const forMs = waitMs(leaseMs, pending.state) * (1 + Math.random());
      watched = { pending, forMs, since: clocksAt(arrivedAt) };
    } else if (watchedMs(watched.since, at) > watched.forMs) {
      // If it fails, another reader or the next writer does it.
      await revisions.advance(pending, signal).catch(() => {});
    }
  };

  /** Takes all steps of a change that are left, and waits before each. */
  const commit = async (pending: Entry, { leaseMs }: Pick<Entry, 'leaseMs'>, request: LogRequest) => {
    for (let entry = pending; entry.state !== 'committed'; entry = await revisions.advance(entry, request.signal)) {
      await pauseFor(waitMs(leaseMs, entry.state), request);
    }
  };

  /** Pauses in time of its own. */
  const pauseFor = async (milliseconds: number, { signal, extend }: LogRequest) => {
    extend?.(milliseconds);
    await pause(milliseconds, signal);
  };

  const pause = async (milliseconds: number, signal: AbortSignal) => {
    try {
      await sleep(milliseconds, signal);
    } catch (cause) {
      throw new StoreUnavailableError('NOT_WRITTEN', { cause });
    }
  };

  return {
    planLog,

    readKept: (arrivedAt) => kept && keptAt(clocksAt(arrivedAt)),

    read: async (request) => {
      const at = request.arrivedAt === undefined ? undefined : clocksAt(request.arrivedAt);
      const reading = at && keptAt(at);
      if (reading) return reading;
      const askedAt = timeOf(now, request);
      const { current, pending } = await settle(request);
      const limitMs = Math.max(current.dueAt - DUE_MARGIN_MS - askedAt, 0);
      const leaseMs = pending ? 0 : Math.min(current.leaseMs, limitMs);
      if (at) {
        const forMs = pending ? Math.min(keepMs(current.leaseMs, pending.state), limitMs) : leaseMs - reservedMs;
        // Counted from before the store was asked: a writer may have begun to wait right after it answered.
        kept = forMs > 0 ? { current, leaseMs, forMs, since: at } : undefined;
        if (pending) await help(pending, current, request, at);
      }
      // The store may have taken some of it.
      return { current, keepMs: at ? leaseMs - ageMs(at, clocksAt(at.arrivedAt)) : 0 };
    },

    append: async (makeNext, request) => {
      const { signal } = request;
      revisions.prepareToAppend?.();
      for (let attempt = 0, savesAhead = 0; ; attempt++) {
        const { current, pending } = await settle(request);
        const startsAt = timeOf(now, request);
        const visibleAt = startsAt + saveMs(current.leaseMs);
        const { newPlan, ...content } = await makeNext(current, new Date(visibleAt));
        // A change that would still be pending at a planned moment would keep it from being written down.
        const isDueFirst = current.dueAt <= visibleAt;
        if (pending || isDueFirst) {
          if (current.leaseMs > 0 && savesAhead++ === MOST_SAVES_AHEAD) throw new StoreUnavailableError('NOT_WRITTEN');
          if (pending) await commit(pending, current, request).catch(unavailable('NOT_WRITTEN'));
          else await pauseFor(Math.max(current.dueAt - startsAt, 0), request);
          continue;
        }
        const writeId = randomUUID();
        const plan = newPlan && content.dueAt < Number.POSITIVE_INFINITY ? writeId : content.plan;
        // A put that loses its race leaves a plan to which nothing refers.
        if (newPlan && plan) await revisions.putPlan(plan, newPlan, signal).catch(unavailable('NOT_WRITTEN'));
        const entry: Entry = { ...content, plan, leaseMs, state: firstState(current.leaseMs), writeId };
        if (await revisions.append(entry, signal)) {
          await commit(entry, current, request).catch(unavailable('PENDING'));
          return content.revision;
        }
        // With equal pauses, writers that collided would collide again.
        await pause(Math.random() * Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS), signal);
      }
    },
  };
};
