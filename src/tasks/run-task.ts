import type { Context } from 'aws-lambda';
import type { Log } from '../http/log.ts';
import { startStopwatch } from '../http/metrics.ts';
import { withinTimeBudget } from '../http/time-budget.ts';
import { createPush, type PushDependencies } from './push.ts';
import { createDeliverWebhook, type WebhookDependencies } from './webhook/deliver.ts';
import { createWeeklyStats, type WeeklyStatsDependencies } from './weekly-stats.ts';

/** The event of a schedule in stack/tasks.yml. */
export interface TaskEvent {
  readonly task: string;
}

/**
 * Does the work of one event until the signal aborts. AWS delivers each event at least once, so a task must notice that
 * it was done before.
 *
 * @returns fields for the line in the log.
 */
export type Task = (signal: AbortSignal) => Promise<Readonly<Record<string, unknown>>>;

/** Below the function's timeout of 6 s. Nobody waits for a task. */
const TASK_BUDGET_MS = 5_000;

/** By the name in the event. */
export type Tasks = Readonly<Record<string, Task>>;

/** The table of tasks. */
export const createTasks = (parts: WeeklyStatsDependencies & WebhookDependencies & PushDependencies): Tasks => {
  const { webhookUrl, pushUrl } = parts.config;
  return {
    'weekly-stats': createWeeklyStats(parts),
    ...(pushUrl !== undefined && { push: createPush(parts) }),
    ...(webhookUrl !== undefined && { 'deliver-webhook': createDeliverWebhook(webhookUrl, parts) }),
  };
};

/**
 * Runs the task of an event and writes one line to the log.
 *
 * @throws Error when the task fails or does not exist, so that Lambda counts an error and tries twice more.
 */
export const createRunTask =
  ({ tasks, log }: { tasks: Tasks; log: Log }) =>
  async ({ task: name }: TaskEvent, { awsRequestId: requestId }: Context): Promise<void> => {
    const elapsed = startStopwatch();
    const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined;
    try {
      if (!task) throw new Error('There is no such task');
      const result = await withinTimeBudget(task, TASK_BUDGET_MS);
      log.task({ requestId, task: name, milliseconds: Math.round(elapsed()), ...result });
    } catch (error) {
      log.failure(error, requestId);
      throw new Error(`The task ${name} failed`);
    }
  };
