import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { harness } from '../harness.ts';
import { spellOut } from '../service/spell-out.ts';
import { expectOnPage, readHistory, saveAndEcho } from './exactness.ts';
import { randomText } from './random-text.ts';

/** Kinds of strings that a run must include many times to mean something. */
const ODDITIES = [
  /\r/,
  /[<>&"']/,
  /^\s/,
  /\s$/,
  /[\u0080-\u009f]/,
  /\p{Cc}/u,
  /\p{Bidi_Control}/u,
  /\p{Noncharacter_Code_Point}/u,
  /\p{M}/u,
  /\p{Emoji_Presentation}/u,
  /\p{Co}/u,
  /\p{Cn}/u,
  /[\u{10000}-\u{10ffff}]/u,
];

/**
 * Each run is one mutation and one page, which is enough: the page shows the store's content, the mutation's answer
 * shows GraphQL's output. Reading the store with GraphQL costs as much again, and is done for a hundred strings at a
 * time.
 */
export const describeRandomStrings = (runs: number): void => {
  const here = harness(['service'], { lasts: 'file' });

  test(`${runs} random strings are read as typed, and the history keeps each of them`, async () => {
    const saved: string[] = [];
    const isExact = async (value: string) => {
      saved.push(value);
      expect(spellOut(await saveAndEcho(here.service, value))).toBe(spellOut(value));
      await expectOnPage(here.service, value);
    };
    await fc.assert(fc.asyncProperty(randomText, isExact), { numRuns: runs });

    expect(await readHistory(here.service, runs)).toEqual(saved);
    const met = ODDITIES.map((pattern) => [pattern, saved.filter((value) => pattern.test(value)).length] as const);
    // A short run may miss a kind that one string in a hundred has.
    const enough = runs < 5_000 ? 1 : runs / 100;
    expect(met.filter(([, times]) => times < enough)).toEqual([]);
  });
};
