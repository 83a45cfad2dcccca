import { describe, expect, test } from '@jest/globals';
import { nearest } from '../../src/terminal/nearest.mjs';

const known = ['--stage', '--store', '--region', '--local', '--port'];

describe('the nearest known word', () => {
  test.each([
    ['a letter too few', '--stge', '--stage'],
    ['a letter too many', '--locall', '--local'],
    ['a wrong letter', '--regiom', '--region'],
    ['two letters swapped', '--prot', '--port'],
    ['two slips', '--sotrr', '--store'],
    ['the word itself', '--store', '--store'],
  ])('is found with %s', (_name, given, meant) => expect(nearest(given, known)).toBe(meant));

  test.each([
    ['three slips', '--rgnoi'],
    ['another word', '--colour'],
    ['no word', ''],
  ])('is not found for %s', (_name, given) => expect(nearest(given, known)).toBeUndefined());

  test('is not one that shares no letter with a short one', () => {
    expect(nearest('ab', ['xy', 'x'])).toBeUndefined();
  });

  test('is the one with the fewest slips', () => {
    expect(nearest('lost', ['list', 'lst', 'last'])).toBe('list');
    expect(nearest('stroe', ['stage', 'store'])).toBe('store');
  });
});
