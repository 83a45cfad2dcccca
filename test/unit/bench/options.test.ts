import { expect, test } from '@jest/globals';
import { CANDIDATE_NAMES } from '../../../bench/candidate.ts';
import { OptionError, readOptions } from '../../../bench/options.ts';

test('without options, every candidate is measured, and no memory size is asked for', () => {
  expect(readOptions([])).toMatchObject({
    rounds: 25,
    requests: 2_000,
    only: CANDIDATE_NAMES,
    memory: undefined,
    dbLatency: 0,
    check: false,
  });
});

test('lists are separated by commas', () => {
  const options = readOptions(['--only', 'page,apollo graphql', '--memory', '256,1024']);
  expect(options).toMatchObject({ only: ['page', 'apollo graphql'], memory: [256, 1_024] });
});

test('--power has defaults of its own, and they can be changed', () => {
  expect(readOptions(['--power'])).toMatchObject({
    only: ['page', 'graphql'],
    memory: [256, 512, 1_024, 1_769],
    dbLatency: 4,
  });
  expect(readOptions(['--power', '--memory', '512', '--db-latency', '0'])).toMatchObject({
    memory: [512],
    dbLatency: 0,
  });
});

test.each([
  [['--nonsense'], "Unknown option '--nonsense'"],
  [['stray'], "Unexpected argument 'stray'"],
  [['--rounds', '0'], '--rounds takes whole numbers from 1, not "0"'],
  [['--requests', '1.5'], '--requests takes whole numbers from 1, not "1.5"'],
  [['--memory', '512,lots'], '--memory takes whole numbers from 128, not "lots"'],
  [['--db-latency', '-4'], "Option '--db-latency' argument is ambiguous"],
  [['--only', 'page,php'], 'There is no candidate "php"'],
])('%p is refused in one line that says why', (args, reason) => {
  const refused = expect(() => readOptions(args));
  refused.toThrow(OptionError);
  refused.toThrow(reason);
  refused.not.toThrow(/\n/);
});
