import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { expectOnPage, readHistory, saveAndEcho } from './exactness.ts';
import { randomText } from './random-text.ts';
import { serviceForFile } from './service-for-file.ts';
import { spellOut } from './spell-out.ts';

/** For each file of two: Jest runs files side by side and tests one by one, so two of them keep two cores busy. */
const RUNS = 5_000;

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
export const describeRandomStrings = (): void => {
  const here = serviceForFile();

  test(`${RUNS} random strings are read as they were typed, and the history keeps every one`, async () => {
    const saved: string[] = [];
    const isExact = async (value: string) => {
      saved.push(value);
      expect(spellOut(await saveAndEcho(here.service, value))).toBe(spellOut(value));
      await expectOnPage(here.service, value);
    };
    await fc.assert(fc.asyncProperty(randomText, isExact), { numRuns: RUNS });

    expect(await readHistory(here.service, RUNS)).toEqual(saved);
    const met = ODDITIES.map((pattern) => [pattern, saved.filter((value) => pattern.test(value)).length] as const);
    expect(met.filter(([, times]) => times < RUNS / 100)).toEqual([]);
  }, 300_000);
};
