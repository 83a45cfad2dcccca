import { expect, test } from '@jest/globals';
import { readOptions } from '../../../../bench/load/options.ts';
import { OptionError } from '../../../../bench/options.ts';

test('without options, the load and the simulation run, and what a page takes is measured', () => {
  expect(readOptions([])).toMatchObject({
    callers: [1, 10, 50],
    duration: 5_000,
    dbLatency: 4,
    noLoad: false,
    serviceTime: undefined,
    attempts: 3,
    seed: 1,
  });
});

test('lists are separated by commas', () => {
  expect(readOptions(['--callers', '2,3', '--rates', '5000'])).toMatchObject({ callers: [2, 3], rates: [5_000] });
});

test.each([
  [['--nonsense'], "Unknown option '--nonsense'"],
  [['--callers', '1,none'], '--callers takes whole numbers from 1, not "none"'],
  [['--rates', '0'], '--rates takes whole numbers from 1, not "0"'],
  [['--service-time', '3'], '--service-time takes whole numbers from 4, not "3"'],
  [['--svg', 'nowhere/picture.svg'], 'There is no folder nowhere'],
  [['--json', 'nowhere/figures.json'], 'There is no folder nowhere'],
])('%p is refused in one line that says why', (args, reason) => {
  const refused = expect(() => readOptions(args));
  refused.toThrow(OptionError);
  refused.toThrow(reason);
  refused.not.toThrow(/\n/);
});
