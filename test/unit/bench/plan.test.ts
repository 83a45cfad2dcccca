import { expect, test } from '@jest/globals';
import { OptionError } from '../../../bench/options.ts';
import { planPasses } from '../../../bench/plan.ts';

const requests = 100;

test('by default, all is measured without a limit, and cold starts at 512 MB too', () => {
  expect(planPasses({ memory: undefined, requests }, true)).toEqual([
    { memory: undefined, requests },
    { memory: 512, requests: 0 },
  ]);
});

test('where the CPU can’t be limited, there is no pass at 512 MB', () => {
  expect(planPasses({ memory: undefined, requests }, false)).toEqual([{ memory: undefined, requests }]);
});

test('each memory size that is asked for gets a pass, and nothing else does', () => {
  expect(planPasses({ memory: [256, 512], requests }, true)).toEqual([
    { memory: 256, requests },
    { memory: 512, requests },
  ]);
});

test('memory sizes are refused where the CPU can’t be limited', () => {
  expect(() => planPasses({ memory: [256], requests }, false)).toThrow(OptionError);
});
