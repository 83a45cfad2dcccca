import { CommandError } from '../errors.ts';

/** In Unicode code points. */
const MAX_LENGTH = 64;

/** Controls, halves of surrogate pairs, bidi controls, zero-width characters and all others that a reader can't see. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Spells names that look alike the same way, as RFC 8266 does for nicknames, except that letters keep their case. */
const normalize = (name: string): string => name.normalize('NFKC').replaceAll(/\p{Zs}+/gu, ' ');

/** A form of a name that is equal for all names that a reader may take for one another. */
export const comparableName = (name: string): string =>
  normalize(normalize(name.replaceAll(INVISIBLE, '')).toLowerCase()).trim();

/**
 * Checks the name of a new editor.
 *
 * @returns the name in its normal form (NFKC, single spaces), so that the history holds one spelling only.
 * @throws CommandError
 */
export const checkName = (text: string): string => {
  const name = normalize(text);
  const length = [...name].length;
  if (text.search(INVISIBLE) >= 0 || name.search(INVISIBLE) >= 0) {
    throw new CommandError(
      'A name takes visible characters and spaces only; this one has a character that nobody sees.',
    );
  }
  if (name.trim() !== name || length === 0 || length > MAX_LENGTH) {
    throw new CommandError(`A name has 1 to ${MAX_LENGTH} characters, and no space at either end.`);
  }
  if (/^\d+$/.test(name)) throw new CommandError('A name needs more than digits: a number stands for a token.');
  return name;
};
