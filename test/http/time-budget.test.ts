import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { withinTimeBudget } from '../../src/http/time-budget.ts';
import { unlessAborted } from '../../src/store/errors.ts';

const never = new Promise<never>(() => {});

test('work that exceeds its budget gets the signal to stop', async () => {
  const outcome = await withinTimeBudget(async (signal) => {
    await once(signal, 'abort');
    return 'stopped';
  }, 1);
  expect(outcome).toBe('stopped');
});

test('work that ends in time gives its result, and gets no signal afterwards', async () => {
  const signal = await withinTimeBudget(async (given) => given);
  expect(signal.aborted).toBe(false);
});

test('work that ends in time leaves no timer behind', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
  const before = timers();
  await withinTimeBudget(async () => 'done');
  expect(timers()).toBe(before);
});

test('work that fails passes its error on', async () => {
  await expect(withinTimeBudget(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
});

test('a hanging read is abandoned when its signal aborts', async () => {
  const controller = new AbortController();
  const read = unlessAborted(never, controller.signal);
  controller.abort(new Error('time is up'));
  await expect(read).rejects.toThrow('time is up');
});

test('a read whose signal aborted before it began is not awaited', async () => {
  await expect(unlessAborted(never, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
});

test('a read that answers in time gives its answer or its error', async () => {
  const { signal } = new AbortController();
  expect(await unlessAborted(Promise.resolve('answer'), signal)).toBe('answer');
  await expect(unlessAborted(Promise.reject(new Error('refused')), signal)).rejects.toThrow('refused');
});
