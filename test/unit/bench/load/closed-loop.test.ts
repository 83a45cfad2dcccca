import { setImmediate } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { runClosedLoop } from '../../../../bench/load/in-process/closed-loop.ts';

const BRIEFLY = { warmUp: 5, duration: 20 };

test('each caller waits for its answer: as many requests are under way as there are callers, and never more', async () => {
  let underWay = 0;
  let most = 0;
  const call = async () => {
    most = Math.max(most, ++underWay);
    await setImmediate();
    underWay--;
    return { statusCode: 200 };
  };
  const { latencies, errors } = await runClosedLoop(call, () => true, { callers: 7, ...BRIEFLY });
  expect(most).toBe(7);
  expect(latencies.length).toBeGreaterThanOrEqual(7);
  expect(errors).toBe(0);
});

test('wrong answers are counted, those of the warm-up are not', async () => {
  let calls = 0;
  const call = async () => {
    calls++;
    await setImmediate();
    return { statusCode: 503 };
  };
  const { latencies, errors } = await runClosedLoop(call, ({ statusCode }) => statusCode === 200, {
    callers: 2,
    ...BRIEFLY,
  });
  expect(errors).toBe(latencies.length);
  expect(latencies.length).toBeLessThan(calls);
});
