import { randomUUID } from 'node:crypto';
import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Entry } from './entry.ts';
import { type Outcome, StoreUnavailableError } from './errors.ts';
import { ageMs, firstState, isFresh, isSame, keepMs, type Moment, saveMs, waitMs, watchedMs } from './leases.ts';
import type { Revision } from './revision.ts';
import type { Revisions } from './revisions.ts';

/** The current revision, and for how long a cache in front of this process may keep it, in milliseconds. */
export interface Reading {
  readonly revision: Revision;
  readonly keepMs: number;
}

/** A request as the log sees it. */
export interface LogRequest {
  readonly signal: AbortSignal;
  /**
   * When it arrived, by the gateway's clock, in milliseconds since 1970. Without it, the request reads only from the
   * store.
   */
  readonly arrivedAt?: number | undefined;
  /** Gives the request more time, in milliseconds. A save calls it for its waits. */
  extend?(milliseconds: number): void;
}

/** The log as visitors and editors see it: leases let it be read without asking the store each time. */
export interface LeasedLog {
  /** Reads the current revision: every read that begins after a save was answered gives that revision or a newer one. */
  read(request: LogRequest): Promise<Reading>;

  /**
   * Appends a revision, and waits until every visitor reads it.
   *
   * @param makeNext makes it from the current one and the time at which visitors will begin to read it. It is called
   * again for each attempt, and what it throws ends the save.
   * @throws StoreUnavailableError also when other saves take all of the time.
   */
  append(makeNext: (current: Revision, visibleAt: Date) => Revision, request: LogRequest): Promise<Revision>;
}

export interface LeasedLogDependencies {
  readonly revisions: Revisions;
  /** What visitors read while the log is empty. */
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
  monotonic = () => performance.now(),
  sleep = (milliseconds, signal) => sleepFor(milliseconds, undefined, { signal }),
}: LeasedLogDependencies): LeasedLog => {
  const initialEntry: Entry = { revision: initial, leaseMs: 0, state: 'committed', writeId: '' };

  /** What this process answers without asking the store. */
  let kept: { revision: Revision; leaseMs: number; forMs: number; since: Moment } | undefined;
  /** A change that waits for its next step, and for how long until this process takes it. */
  let watched: { pending: Entry; forMs: number; since: Moment } | undefined;

  const momentOf = (arrivedAt: number): Moment => ({ monotonic: monotonic(), wall: now().getTime(), arrivedAt });

  const ask = async (signal: AbortSignal): Promise<{ current: Entry; pending: Entry | undefined }> => {
    const newest = (await revisions.newest(signal)) ?? initialEntry;
    if (newest.state === 'committed') return { current: newest, pending: undefined };
    const version = newest.revision.version - 1;
    const current = version === 0 ? initialEntry : await revisions.find(version, signal);
    if (!current) throw new Error(`Version ${version} of the log is missing`);
    return { current, pending: newest };
  };

  /** Takes the next step for a writer that died, once this process has watched its change for long enough. */
  const help = async (pending: Entry, { leaseMs }: Entry, { signal, arrivedAt = 0 }: LogRequest, at: Moment) => {
    if (!watched || !isSame(watched.pending, pending)) {
      // At random, so that the processes which watch it don't all write at the same moment.
      const forMs = waitMs(leaseMs, pending.state) * (1 + Math.random());
      watched = { pending, forMs, since: momentOf(arrivedAt) };
    } else if (watchedMs(watched.since, at) > watched.forMs) {
      // If it fails, another reader or the next writer does it.
      await revisions.advance(pending, signal).catch(() => {});
    }
  };

  /** Takes all steps of a change that are left, and waits before each. */
  const commit = async (pending: Entry, { leaseMs }: Entry, { signal, extend }: LogRequest) => {
    for (let entry = pending; entry.state !== 'committed'; entry = await revisions.advance(entry, signal)) {
      const milliseconds = waitMs(leaseMs, entry.state);
      extend?.(milliseconds);
      await pause(milliseconds, signal);
    }
  };

  const pause = async (milliseconds: number, signal: AbortSignal) => {
    try {
      await sleep(milliseconds, signal);
    } catch (cause) {
      throw new StoreUnavailableError('NOT_WRITTEN', { cause });
    }
  };

  return {
    read: async (request) => {
      const at = request.arrivedAt === undefined ? undefined : momentOf(request.arrivedAt);
      if (at && kept && isFresh(kept.since, at, kept.forMs)) {
        return { revision: kept.revision, keepMs: kept.leaseMs - ageMs(kept.since, at) };
      }
      const { current, pending } = await ask(request.signal);
      const { revision, leaseMs } = current;
      if (at) {
        const forMs = pending ? keepMs(leaseMs, pending.state) : leaseMs - reservedMs;
        // Counted from before the store was asked: a writer may have begun to wait right after it answered.
        kept = forMs > 0 ? { revision, leaseMs: pending ? 0 : leaseMs, forMs, since: at } : undefined;
        if (pending) await help(pending, current, request, at);
      }
      return { revision, keepMs: pending ? 0 : leaseMs };
    },

    append: async (makeNext, request) => {
      const { signal } = request;
      for (let attempt = 0, savesAhead = 0; ; attempt++) {
        const { current, pending } = await ask(signal);
        const visibleAt = new Date(now().getTime() + saveMs(current.leaseMs));
        const revision = makeNext(current.revision, visibleAt);
        if (pending) {
          if (savesAhead++ === MOST_SAVES_AHEAD) throw new StoreUnavailableError('NOT_WRITTEN');
          await commit(pending, current, request).catch(unavailable('NOT_WRITTEN'));
          continue;
        }
        const entry: Entry = { revision, leaseMs, state: firstState(current.leaseMs), writeId: randomUUID() };
        if (await revisions.append(entry, signal)) {
          await commit(entry, current, request).catch(unavailable('PENDING'));
          return revision;
        }
        // With equal pauses, writers that collided would collide again.
        await pause(Math.random() * Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS), signal);
      }
    },
  };
};
