import { setTimeout as sleep } from 'node:timers/promises';
import type { Entry, Revisions } from '../domain/entry.ts';
import { StoreUnavailableError } from '../domain/errors.ts';

/** The newest entry, and what the query for it has cost. */
type Read = Promise<{ readonly entry: Entry | undefined; readonly units: number }>;

/** As many queries are under way before readers wait for one to end. Each is answered in a few milliseconds. */
const MAX_QUERIES = 4;

/** How long readers wait for that, in milliseconds: slow answers must not make all others slow. */
const LONGEST_WAIT_MS = 20;

/** A query is for many readers, so none of them may end it. It ends by its own timeouts. */
const { signal: NEVER } = new AbortController();

/** @throws StoreUnavailableError when the signal aborts first. The read goes on, for others. */
const unlessAborted = <Result>(read: Promise<Result>, signal: AbortSignal): Promise<Result> =>
  new Promise<Result>((resolve, reject) => {
    const abort = () => reject(new StoreUnavailableError('NOT_WRITTEN', { cause: signal.reason }));
    signal.addEventListener('abort', abort, { once: true });
    read.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
    if (signal.aborted) abort();
  });

/**
 * Lets reads of the newest revision that overlap share queries, for a host that serves many requests at once: a few queries
 * are under way, and readers who come meanwhile wait for the next one.
 *
 * A reader never shares a query that was sent before it came: a save may have been answered in between.
 */
export const shareReads = (revisions: Revisions): Revisions => {
  let underWay = 0;
  let oneEnded = Promise.withResolvers<void>();
  let waiting: Read | undefined;

  const end = () => {
    underWay--;
    oneEnded.resolve();
    oneEnded = Promise.withResolvers();
  };

  const send = (): Read => {
    waiting = undefined;
    underWay++;
    let units = 0;
    const count = (more: number) => {
      units += more;
    };
    const read = revisions.newest(NEVER, count).then((entry) => ({ entry, units }));
    read.then(end, end);
    return read;
  };

  const share = (): Read => {
    if (!waiting && underWay < MAX_QUERIES) return send();
    waiting ??= Promise.race([oneEnded.promise, sleep(LONGEST_WAIT_MS)]).then(send);
    return waiting;
  };

  return {
    ...revisions,
    newest: async (signal, countUnits) => {
      const { entry, units } = await unlessAborted(share(), signal);
      countUnits?.(units);
      return entry;
    },
  };
};
