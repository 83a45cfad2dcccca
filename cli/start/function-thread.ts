import { Worker } from 'node:worker_threads';
import type { Context } from 'aws-lambda';
import type { Config } from '../../src/config.ts';
import type { HttpResponse } from '../../src/http/handler.ts';

/** The data that the thread starts with. */
export interface ThreadData {
  /** The address of a module that exports `createApp`. */
  readonly app: string;
  readonly config: Config;
}

/** The event that asks for what is pushed to open pages, as JSON: no request has such a route. */
export const NEWS = { routeKey: 'news', headers: {} };

/** A message to the thread. */
export interface Call {
  readonly id: number;
  readonly event: unknown;
  readonly context: Context;
}

/** A message from the thread. */
export type Answer =
  | { readonly isReady: true }
  | { readonly line: string }
  | { readonly id: number; readonly response: HttpResponse };

/** One build of the function, at work. */
export interface RunningFunction {
  /** @throws Error when the function ends without an answer. */
  invoke(event: unknown, context: Context): Promise<HttpResponse>;
  /** Lets what runs finish, and ends it. */
  retire(): Promise<void>;
}

interface Options extends ThreadData {
  /** Takes a line of the function's log. */
  readonly write: (line: string) => void;
  /** Called when it ends by itself after it was loaded, with the reason. */
  readonly onEnd: (reason: Error) => void;
}

/**
 * Starts a build of the function. A thread, because a module that was loaded stays as long as its thread does; and no
 * process, so that a debugger stays attached.
 *
 * @throws what the function throws while it is loaded.
 */
export const startFunction = async ({ app, config, write, onEnd }: Options): Promise<RunningFunction> => {
  const data: ThreadData = { app, config };
  const worker = new Worker(new URL('./function-worker.ts', import.meta.url), { workerData: data });
  const calls = new Map<number, PromiseWithResolvers<HttpResponse>>();
  const ready = Promise.withResolvers<void>();
  let failure = new Error('The function ended by itself');
  let lastId = 0;
  let isLoaded = false;
  let onIdle: (() => void) | undefined;

  worker.on('message', (answer: Answer) => {
    if ('line' in answer) return write(answer.line);
    if ('isReady' in answer) return ready.resolve();
    calls.get(answer.id)?.resolve(answer.response);
    calls.delete(answer.id);
    if (calls.size === 0) onIdle?.();
  });
  worker.on('error', (error: Error) => {
    failure = error;
  });
  worker.on('exit', () => {
    ready.reject(failure);
    for (const { reject } of calls.values()) reject(failure);
    if (isLoaded && !onIdle) onEnd(failure);
  });
  await ready.promise;
  isLoaded = true;

  return {
    invoke: (event, context) => {
      const call = Promise.withResolvers<HttpResponse>();
      lastId++;
      calls.set(lastId, call);
      worker.postMessage({ id: lastId, event, context } satisfies Call);
      return call.promise;
    },
    retire: async () => {
      await new Promise<void>((idle) => {
        onIdle = idle;
        if (calls.size === 0) idle();
      });
      await worker.terminate();
    },
  };
};
