import { expect, test } from '@jest/globals';
import type { Log } from '../../src/http/log.ts';
import { createRunTask, type Tasks } from '../../src/tasks/run-task.ts';
import { createContext } from '../support/service/event.ts';

/** Runs one event, and returns its lines of the log. */
const run = async (event: { task: string }, tasks: Tasks) => {
  const lines: unknown[] = [];
  const log: Log = {
    request: () => {},
    task: (line) => lines.push(line),
    failure: (error, requestId) => lines.push({ error, requestId }),
  };
  const context = createContext();
  const outcome = await createRunTask({ tasks, log })(event, context).then(
    () => 'done',
    (error: Error) => error.message,
  );
  return { outcome, lines, requestId: context.awsRequestId };
};

test('a task runs, and its result is one line of the log', async () => {
  const { outcome, lines, requestId } = await run({ task: 'count' }, { count: async () => ({ saves: 3 }) });
  expect(outcome).toBe('done');
  expect(lines).toEqual([{ requestId, task: 'count', milliseconds: expect.any(Number), saves: 3 }]);
});

test('a task that fails makes the event fail, so that Lambda tries again', async () => {
  const error = new Error('no store');
  const { outcome, lines, requestId } = await run({ task: 'count' }, { count: () => Promise.reject(error) });
  expect(outcome).toBe('The task count failed');
  expect(lines).toEqual([{ error, requestId }]);
});

test.each(['other', 'toString', '__proto__', ''])('a task that does not exist fails: "%s"', async (task) => {
  const { outcome, lines } = await run({ task }, { count: async () => ({}) });
  expect(outcome).toBe(`The task ${task} failed`);
  expect(lines).toEqual([{ error: new Error('There is no such task'), requestId: expect.any(String) }]);
});
