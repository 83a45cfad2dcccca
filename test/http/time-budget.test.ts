import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { withinTimeBudget } from '../../src/http/time-budget.ts';

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
