import fc, { type Arbitrary } from 'fast-check';
import { INJECTIONS } from './injections.ts';
import { ODD_STRINGS } from './odd-strings.ts';

const characters = (min: number, max: number) => fc.integer({ min, max }).map((point) => String.fromCodePoint(point));

/**
 * Any character except NUL, from the ranges that UTF-8 and UTF-16 encode differently. Chosen by number alone, nearly
 * all would take 4 bytes.
 */
const anyCharacter = fc.oneof(
  characters(0x01, 0x7f),
  characters(0x80, 0x7ff),
  characters(0x800, 0xd7ff),
  characters(0xe000, 0xffff),
  characters(0x10000, 0x10ffff),
);

// The long ones take too long, and are tested one by one elsewhere.
const pieces = [...Object.values(ODD_STRINGS).flat(), ...INJECTIONS].filter((piece) => piece.length < 500);

/** Text without NUL that tends to be odd: characters of every kind, mixed with hand-picked strings, whole and cut. */
export const randomText: Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.string({ unit: anyCharacter, maxLength: 12 }) },
      { weight: 2, arbitrary: fc.constantFrom(...pieces) },
      { weight: 2, arbitrary: fc.constantFrom(...new Set(pieces.flatMap((piece) => [...piece]))) },
      { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

/** Half of a surrogate pair, or NUL. */
const anyIntruder = fc.oneof(
  fc.integer({ min: 0xd800, max: 0xdfff }).map((unit) => String.fromCharCode(unit)),
  fc.constant('\0'),
);

/**
 * Text that is not well-formed or contains NUL: one intruder at any place. Between the halves of a pair it may form a
 * pair with one of them, but then the other is left alone.
 */
export const randomIllFormedText: Arbitrary<string> = fc
  .tuple(randomText, anyIntruder, fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([text, intruder, share]) => {
    const place = Math.round(share * text.length);
    return text.slice(0, place) + intruder + text.slice(place);
  });
