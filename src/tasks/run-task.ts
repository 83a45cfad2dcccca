import type { Context } from 'aws-lambda';
import type { Log } from '../http/log.ts';
import { startStopwatch } from '../http/metrics.ts';
import { withinTimeBudget } from '../http/time-budget.ts';

/** The event of a schedule in stack/tasks.yml. */
export interface TaskEvent {
  readonly task: string;
}

/**
 * Does the work of one event until the signal aborts. AWS delivers each event at least once, so a task must notice that
 * it was done before.
 *
 * @returns what the log is to say about it.
 */
type Task = (signal: AbortSignal) => Promise<Readonly<Record<string, unknown>>>;

/** Keyed by the name in the event. */
export type Tasks = Readonly<Record<string, Task>>;

/** Below the function's timeout of 6 s. Nobody waits for a task. */
const TASK_BUDGET_MS = 5_000;

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
