import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { serviceForFile } from '../service/service-for-file.ts';
import { spellOut } from '../service/spell-out.ts';
import { expectOnPage, readHistory, saveAndEcho } from './exactness.ts';
import { randomText } from './random-text.ts';

/** What random strings must have met, each many times, to mean something. */
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
 * Each run is one mutation and one page, and that is enough: the page shows what the store holds, the mutation's answer what
 * GraphQL makes of a string. Reading the store by GraphQL costs as much again, and is done a hundred strings at a time.
 */
export const describeRandomStrings = (runs: number): void => {
  const here = serviceForFile();

  test(`${runs} random strings are read as they were typed, and the history keeps every one`, async () => {
    const saved: string[] = [];
    const isExact = async (value: string) => {
      saved.push(value);
      expect(spellOut(await saveAndEcho(here.service, value))).toBe(spellOut(value));
      await expectOnPage(here.service, value);
    };
    await fc.assert(fc.asyncProperty(randomText, isExact), { numRuns: runs });

    expect(await readHistory(here.service, runs)).toEqual(saved);
    const met = ODDITIES.map((pattern) => [pattern, saved.filter((value) => pattern.test(value)).length] as const);
    // Few strings may miss what one in a hundred has.
    const enough = runs < 5_000 ? 1 : runs / 100;
    expect(met.filter(([, times]) => times < enough)).toEqual([]);
  });
};
