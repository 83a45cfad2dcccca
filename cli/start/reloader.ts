import { setTimeout as pass } from 'node:timers/promises';
import type { Context } from 'aws-lambda';
import type { HttpResponse } from '../../src/http/handler.ts';
import type { RunningFunction } from './function-thread.ts';

/** A file that is being written is not read before nothing has changed for as long. */
const QUIET_MS = 20;

/** How long a request waits for a build. */
const WAIT_MS = 10_000;

export const toText = (statusCode: number, body: string, headers: Record<string, string> = {}): HttpResponse => ({
  statusCode,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers },
  body: `${body}\n`,
});

const NOT_READY = toText(503, 'The new build is not ready yet. Ask again.', { 'retry-after': '1' });

interface Options {
  /** Builds what is in the folders now, and starts it. */
  readonly load: () => Promise<RunningFunction>;
  /** Hears why there is no function to answer. */
  readonly report: (error: unknown) => Promise<void>;
  /** Says that in the answer. */
  readonly describe: (error: unknown) => Promise<string>;
}

/**
 * Answers with the build of what is in the folders: a request that meets a change waits for the new build, and a build
 * that a change has overtaken serves nobody. While there is none that works, the answer is 500 and says why.
 */
export const createReloader = ({ load, report, describe }: Options) => {
  let changes = 0;

  const loadNewest = async (): Promise<RunningFunction> => {
    for (;;) {
      const seen = changes;
      await pass(QUIET_MS);
      if (seen !== changes) continue;
      try {
        const running = await load();
        if (seen === changes) return running;
        void running.retire();
      } catch (error) {
        const answer = toText(500, await describe(error));
        if (seen === changes) await report(error);
        if (seen === changes) return { invoke: async () => answer, retire: async () => {} };
      }
    }
  };

  let isLoading = false;
  let hasEnded = false;
  let current: Promise<RunningFunction> | undefined;
  const reload = async (previous = current): Promise<RunningFunction> => {
    isLoading = true;
    const next = await loadNewest();
    isLoading = false;
    void previous?.then(({ retire }) => retire());
    return next;
  };

  /** Something has changed. Nothing is served before the first time. */
  const change = (): void => {
    changes++;
    hasEnded = false;
    if (!isLoading) current = reload();
  };

  return {
    change,

    /** The function has ended by itself: the next request starts it again. */
    end: (reason: Error): void => {
      hasEnded = true;
      void report(reason);
    },

    handler: async (event: unknown, context: Context): Promise<HttpResponse> => {
      if (hasEnded) change();
      const running = await (isLoading ? Promise.race([current, pass(WAIT_MS, undefined, { ref: false })]) : current);
      if (!running) return NOT_READY;
      return running.invoke(event, context).catch(async (error) => toText(500, await describe(error)));
    },

    /** Resolves when the last change is served, or what keeps it from that. */
    settle: async (): Promise<void> => {
      await current;
    },

    stop: async (): Promise<void> => {
      await (await current)?.retire();
    },
  };
};
