import { expect, test } from '@jest/globals';
import { createCache } from '../../../../bench/load/hot-key/cache.ts';
import { createChanges } from '../../../../bench/load/hot-key/changes.ts';
import { createClock } from '../../../../bench/load/hot-key/clock.ts';
import type { Outcome } from '../../../../bench/load/hot-key/source.ts';

/** A cache of a second before a source that takes 100 ms, and what came of asking it. */
const createScene = (outcomes: readonly Outcome[]) => {
  const clock = createClock();
  let asked = 0;
  const cache = createCache(clock, 1_000, (answer) => {
    const outcome = outcomes[asked++] ?? 'store';
    clock.after(100, () => answer(outcome));
  });
  const answers: [time: number, outcome: Outcome][] = [];
  const askAt = (time: number) => clock.after(time, () => cache((outcome) => answers.push([clock.now(), outcome])));
  return { clock, answers, askAt, timesAsked: () => asked };
};

test('those who ask while it is asking get the same answer, and it asks once', () => {
  const { clock, answers, askAt, timesAsked } = createScene([7]);
  for (const time of [0, 50, 99]) askAt(time);
  clock.runUntil(Infinity);
  expect(answers).toEqual([
    [100, 7],
    [100, 7],
    [100, 7],
  ]);
  expect(timesAsked()).toBe(1);
});

test('it keeps an answer for its lifetime, counted from when it came', () => {
  const { clock, answers, askAt } = createScene([1, 2]);
  for (const time of [0, 1_099, 1_100]) askAt(time);
  clock.runUntil(Infinity);
  expect(answers).toEqual([
    [100, 1],
    [1_099, 1],
    [1_200, 2],
  ]);
});

test('it does not keep a refusal', () => {
  const { clock, answers, askAt } = createScene(['lambda', 3]);
  for (const time of [0, 101]) askAt(time);
  clock.runUntil(Infinity);
  expect(answers).toEqual([
    [100, 'lambda'],
    [201, 3],
  ]);
});

test('a string is behind from the moment in which the next one was saved', () => {
  const changes = createChanges([100, 250]);
  expect([0, 99, 100, 249, 250, 1_000, 50].map(changes.versionAt)).toEqual([0, 0, 1, 1, 2, 2, 0]);
  expect(changes.behind(0, 99)).toBe(0);
  expect(changes.behind(0, 130)).toBe(30);
  expect(changes.behind(1, 130)).toBe(0);
  expect(changes.behind(0, 300)).toBe(200);
  expect(changes.behind(2, 300)).toBe(0);
});
