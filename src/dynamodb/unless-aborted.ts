/**
 * Waits for a read until the signal aborts, then abandons it.
 *
 * The SDK could abort the read, but a signal is an option, and the SDK reuses a prepared command only for calls without
 * options: a signal costs 4 to 5 % more CPU per request. An abandoned read ends by its own timeouts and does no harm. A
 * write gets the signal: a retry after the editor has given up would do harm.
 */
export const unlessAborted = <Result>(read: Promise<Result>, signal: AbortSignal): Promise<Result> =>
  new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    read.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
