import { CommandError } from '../errors.ts';

const MAX_CODE_POINTS = 64;

/**
 * Controls, halves of surrogate pairs, bidi controls, zero-width characters and every other character that no one can
 * see.
 */
export const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Gives names that look alike one spelling, as RFC 8266 does for nicknames, except that letters keep their case. */
const normalize = (name: string): string => name.normalize('NFKC').replaceAll(/\p{Zs}+/gu, ' ');

/** Gives a form of the name that is equal for all names that a reader might confuse. */
export const comparableName = (name: string): string =>
  normalize(normalize(name.replaceAll(INVISIBLE, '')).toLowerCase()).trim();

/**
 * Checks the name of a new editor.
 *
 * @returns the name in its normal form (NFKC, single spaces), so that the history uses one spelling.
 * @throws CommandError
 */
export const checkName = (text: string): string => {
  const name = normalize(text);
  const length = [...name].length;
  if (text.search(INVISIBLE) >= 0 || name.search(INVISIBLE) >= 0) {
    throw new CommandError(
      'A name may contain only visible characters and spaces. This one contains an invisible character.',
    );
  }
  if (name.trim() !== name || length === 0 || length > MAX_CODE_POINTS) {
    throw new CommandError(`A name must have 1 to ${MAX_CODE_POINTS} characters, with no space at either end.`);
  }
  if (/^\d+$/.test(name)) throw new CommandError('A name must not be a number: numbers identify tokens.');
  return name;
};
