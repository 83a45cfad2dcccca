import { InvalidInputError } from './errors.ts';

/** In bytes of UTF-8. Leaves a revision far below DynamoDB's 400 KB for one item. */
const MAX_VALUE_BYTES = 32 * 1024;

/** In Unicode code points. */
const MAX_NOTE_LENGTH = 280;

/** Revisions in one page of the history. */
const MAX_PAGE_SIZE = 100;

/** @throws InvalidInputError for text that HTML, JSON or DynamoDB could not carry unchanged. */
const checkText = (name: string, text: string): void => {
  if (!text.isWellFormed()) {
    throw new InvalidInputError(`The ${name} holds half of a surrogate pair, which is not a Unicode character.`);
  }
  if (text.includes('\0')) {
    throw new InvalidInputError(`The ${name} holds the character U+0000 (NUL), which an HTML page can't show.`);
  }
};

/** @throws InvalidInputError for a value that could not be stored and shown exactly as typed. */
export const checkValue = (value: string): void => {
  checkText('value', value);
  const bytes = Buffer.byteLength(value);
  if (bytes > MAX_VALUE_BYTES) {
    throw new InvalidInputError(`The value takes ${bytes} bytes as UTF-8; the limit is ${MAX_VALUE_BYTES}.`);
  }
};

/** @throws InvalidInputError */
export const checkNote = (note: string): void => {
  checkText('note', note);
  const length = [...note].length;
  if (length > MAX_NOTE_LENGTH) {
    throw new InvalidInputError(`The note has ${length} characters; the limit is ${MAX_NOTE_LENGTH}.`);
  }
};

/** @throws InvalidInputError */
export const checkPageSize = (first: number): void => {
  if (first < 1 || first > MAX_PAGE_SIZE) {
    throw new InvalidInputError(`\`first\` must be from 1 to ${MAX_PAGE_SIZE}, not ${first}.`);
  }
};
