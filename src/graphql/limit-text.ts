import { InvalidInputError } from '../saved-string/errors.ts';

/**
 * In bytes of UTF-8, of all strings in one answer. Lambda takes 6 MB from a function, in which it escapes the answer once
 * more, and that at most doubles it.
 */
export const MAX_ANSWER_BYTES = 3_000_000;

export const tooLarge = () => new InvalidInputError('The answer would be too large. Ask for fewer revisions at once.');

/**
 * Counts the text of one answer while it is resolved.
 *
 * @returns the text as it is.
 * @throws InvalidInputError when the answer would grow too large, before it is put together.
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
