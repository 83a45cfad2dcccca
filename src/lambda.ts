import type { Context } from 'aws-lambda';
import { createApp } from './app.ts';
import { readConfig } from './config.ts';
import type { TaskEvent } from './tasks/run-task.ts';

const app = createApp(readConfig());

/** No visitor can send such an event: those of the gateway have no such field. */
const isTask = (event: unknown): event is TaskEvent => typeof Object(event).task === 'string';

/** The Lambda function behind every route and every schedule. */
export const handler = (event: unknown, context: Context) =>
  isTask(event) ? app.runTask(event, context) : app.handler(event, context);

const warmed = app.warmUp();

/**
 * Makes import(), by which Lambda loads this module, wait for the warm-up. A top-level await would do the same, but a
 * host that loads handlers with require() could not load it.
 */
// biome-ignore lint/suspicious/noThenProperty: `await import()` is meant to call it.
export const then = (resolve: (module: { handler: typeof handler }) => void): void => {
  void warmed.then(() => resolve({ handler }));
};
