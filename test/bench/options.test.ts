import { expect, test } from '@jest/globals';
import { CommanderError } from 'commander';
import { CANDIDATE_NAMES } from '../../bench/candidate.ts';
import { createBenchCommand, type Options } from '../../bench/options.ts';

const read = (...args: string[]) => {
  const command = createBenchCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  return command.parse(args, { from: 'user' }).opts<Options>();
};

test('the default is to measure every candidate at no particular memory size', () => {
  expect(read()).toEqual({ rounds: 25, requests: 2_000, only: CANDIDATE_NAMES, dbLatency: 0 });
});

test('options take lists separated by commas', () => {
  expect(read('--only', 'page,apollo graphql', '--memory', '256,1024')).toMatchObject({
    only: ['page', 'apollo graphql'],
    memory: [256, 1_024],
  });
});

test('--memory-sizes has its own defaults, which can be overridden', () => {
  expect(read('--memory-sizes')).toMatchObject({
    only: ['page', 'graphql'],
    memory: [256, 512, 1_024, 1_769],
    dbLatency: 4,
  });
  expect(read('--memory-sizes', '--memory', '512', '--db-latency', '0')).toMatchObject({
    memory: [512],
    dbLatency: 0,
  });
});

test.each([
  [['--nonsense'], "unknown option '--nonsense'"],
  [['stray'], 'too many arguments'],
  [['--rounds', '0'], 'It must be a whole number, at least 1.'],
  [['--requests', '1.5'], 'It must be a whole number, at least 1.'],
  [['--memory', '512,lots'], 'It must be a whole number, at least 128.'],
  [['--db-latency', '-4'], 'It must be a whole number, at least 0.'],
  [['--only', 'page,php'], 'There is no candidate "php".'],
  [['--json', 'nowhere/figures.json'], 'There is no folder nowhere.'],
])('%p is refused with a reason', (args, reason) => {
  const refused = expect(() => read(...args));
  refused.toThrow(CommanderError);
  refused.toThrow(reason);
});
