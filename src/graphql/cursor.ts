import { InvalidInputError } from '../saved-string/errors.ts';

/** Makes an opaque cursor: the place after the revision with this version. */
export const toCursor = (version: number): string => Buffer.from(`version:${version}`).toString('base64url');

/** @throws InvalidInputError if the text is not one of our cursors. */
export const fromCursor = (cursor: string): number => {
  const version = Number(/^version:(\d{1,10})$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1]);
  if (toCursor(version) !== cursor) throw new InvalidInputError('`after` is not a cursor that this API gave out.');
  return version;
};
