import { setTimeout as sleep } from 'node:timers/promises';
import type { Revisions } from '../saved-string/revisions.ts';
import { readFailed } from './store-errors.ts';
import { unlessAborted } from './unless-aborted.ts';

type Read = ReturnType<Revisions['newest']>;

/** How long readers wait for the query before theirs, in milliseconds: one slow answer must not make them all slow. */
const LONGEST_WAIT_MS = 20;

/** A query is for many readers, so none of them may end it. It ends by its own timeouts. */
const { signal: NEVER } = new AbortController();

/**
 * Lets reads of the newest revision that overlap share queries, for a host that serves many requests at once: one query is
 * under way, and whoever comes meanwhile waits for the next one.
 *
 * A reader never shares a query that was sent before it came: a save may have been answered in between.
 */
export const shareReads = (revisions: Revisions): Revisions => {
  let sent: Promise<void> | undefined;
  let waiting: Read | undefined;

  const send = (): Read => {
    waiting = undefined;
    const read = revisions.newest(NEVER);
    const ended = read
      .catch(() => {})
      .then(() => {
        if (sent === ended) sent = undefined;
      });
    sent = ended;
    return read;
  };

  const share = (): Read => {
    if (!waiting && !sent) return send();
    waiting ??= Promise.race([sent, sleep(LONGEST_WAIT_MS)]).then(send);
    return waiting;
  };

  return {
    ...revisions,
    newest: (signal) =>
      unlessAborted(share(), signal).catch((error) => (signal.aborted ? readFailed(error) : Promise.reject(error))),
  };
};
