import { setTimeout as sleep } from 'node:timers/promises';
import type { Revisions } from '../domain/entry.ts';
import { readFailed, unlessAborted } from './errors.ts';

type Read = ReturnType<Revisions['newest']>;

/** As many queries are under way before readers wait for one to end. Each is answered in a few milliseconds. */
const MAX_QUERIES = 4;

/** How long readers wait for that, in milliseconds: slow answers must not make all others slow. */
const LONGEST_WAIT_MS = 20;

/** A query is for many readers, so none of them may end it. It ends by its own timeouts. */
const { signal: NEVER } = new AbortController();

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
    const read = revisions.newest(NEVER);
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
    newest: (signal) =>
      unlessAborted(share(), signal).catch((error) => (signal.aborted ? readFailed(error) : Promise.reject(error))),
  };
};
