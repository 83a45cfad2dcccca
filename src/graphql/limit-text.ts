import { InvalidInputError } from '../saved-string/errors.ts';

/**
 * Limits all strings in one answer, in bytes of UTF-8. Lambda takes 6 MB, and escapes the answer once more, which at
 * most doubles it.
 */
export const MAX_ANSWER_BYTES = 3_000_000;

export const tooLarge = () => new InvalidInputError('The answer would be too large. Request fewer revisions at once.');

/**
 * Counts the text of one answer while it is resolved.
 *
 * @returns the text unchanged.
 * @throws InvalidInputError when the answer would grow too large, before it is assembled.
 */
export type LimitText = <Text extends string | null>(text: Text) => Text;

export const createLimitText = (): LimitText => {
  let left = MAX_ANSWER_BYTES;
  return (text) => {
    left -= text === null ? 0 : Buffer.byteLength(text);
    if (left < 0) throw tooLarge();
    return text;
  };
};
