import { InvalidInputError } from './errors.ts';

/** In bytes of UTF-8. Leaves a revision far below DynamoDB's 400 KB for one item. */
const MAX_VALUE_BYTES = 32 * 1024;

/** In Unicode code points. */
const MAX_NOTE_LENGTH = 280;

/** In Unicode code points. Far more than any editor's name has; it keeps a revision within one item of DynamoDB. */
const MAX_AUTHOR_LENGTH = 256;

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
export const checkAuthor = (author: string): void => {
  checkText('author', author);
  const length = [...author].length;
  if (length === 0 || length > MAX_AUTHOR_LENGTH) {
    throw new InvalidInputError(`The author has ${length} characters; there may be 1 to ${MAX_AUTHOR_LENGTH}.`);
  }
};

/** @throws InvalidInputError for anything but RFC 3339 in UTC, such as `2026-01-31T09:30:00.000Z`. */
export const checkTime = (time: string): void => {
  const [, toTheSecond] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?Z$/.exec(time) ?? [];
  const date = new Date(`${toTheSecond}Z`);
  // A day or an hour that does not exist is taken for one after it, if at all.
  if (Number.isNaN(date.getTime()) || date.toISOString() !== `${toTheSecond}.000Z`) {
    throw new InvalidInputError(`The time ${JSON.stringify(time)} is not RFC 3339 in UTC.`);
  }
};

/** @throws InvalidInputError */
export const checkPageSize = (first: number): void => {
  if (first < 1 || first > MAX_PAGE_SIZE) {
    throw new InvalidInputError(`\`first\` must be from 1 to ${MAX_PAGE_SIZE}, not ${first}.`);
  }
};
