import { InvalidInputError, TooLongError } from './errors.ts';

/** One saved string, with who saved it, when and why. */
export interface Revision {
  /** 0 for the initial string; saved strings count up from 1 without gaps. */
  readonly version: number;
  readonly value: string;
  /** RFC 3339 in UTC; null for version 0. */
  readonly savedAt: string | null;
  /** The editor's name; null for version 0. */
  readonly savedBy: string | null;
  /** The editor's reason, in their own words. */
  readonly note: string | null;
  /** The version that this one brought back. */
  readonly restores: number | null;
  /** When it ends by itself, and an earlier string comes back: RFC 3339 in UTC. Null if it has no end. */
  readonly until: string | null;
  /** The version whose string it kept: this revision only changed what is planned. Null for all others. */
  readonly keeps: number | null;
}

/** Makes the revision that visitors read before the first save: version 0, which is never stored. */
export const initialRevision = (value: string): Revision => ({
  version: 0,
  value,
  savedAt: null,
  savedBy: null,
  note: null,
  restores: null,
  until: null,
  keeps: null,
});

/** As UTF-8. Keeps a revision far below DynamoDB's item limit of 400 KB. */
const MAX_VALUE_BYTES = 32 * 1024;

const MAX_NOTE_CODE_POINTS = 280;

/** Far more than any editor's name has. Keeps a revision within one DynamoDB item. */
const MAX_AUTHOR_CODE_POINTS = 256;

/** @throws InvalidInputError for text that HTML, JSON or DynamoDB can't carry unchanged. */
const checkText = (name: string, text: string): void => {
  if (!text.isWellFormed()) {
    throw new InvalidInputError(`The ${name} contains half of a surrogate pair, which is not a Unicode character.`);
  }
  if (text.includes('\0')) {
    throw new InvalidInputError(`The ${name} contains the character U+0000 (NUL), which an HTML page can't show.`);
  }
};

/** @throws InvalidInputError for a value that can't be stored and shown exactly as typed. */
export const checkValue = (value: string): void => {
  checkText('value', value);
  const bytes = new TextEncoder().encode(value).length;
  if (bytes > MAX_VALUE_BYTES) {
    throw new TooLongError(`The value takes ${bytes} bytes as UTF-8; the limit is ${MAX_VALUE_BYTES}.`);
  }
};

/** @throws InvalidInputError */
export const checkNote = (note: string): void => {
  checkText('note', note);
  const length = [...note].length;
  if (length > MAX_NOTE_CODE_POINTS) {
    throw new InvalidInputError(`The note has ${length} characters; the limit is ${MAX_NOTE_CODE_POINTS}.`);
  }
};

/** @throws InvalidInputError */
export const checkAuthor = (author: string): void => {
  checkText('author', author);
  const length = [...author].length;
  if (length === 0 || length > MAX_AUTHOR_CODE_POINTS) {
    throw new InvalidInputError(`The author has ${length} characters; it must have 1 to ${MAX_AUTHOR_CODE_POINTS}.`);
  }
};
