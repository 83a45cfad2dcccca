import { InvalidInputError } from '../saved-string/errors.ts';

/** An opaque place in the history: behind the revision with this version. */
export const toCursor = (version: number): string => Buffer.from(`version:${version}`).toString('base64url');

/** @throws InvalidInputError for a text that is no cursor of ours. */
export const fromCursor = (cursor: string): number => {
  const version = Number(/^version:(\d{1,10})$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1]);
  if (toCursor(version) !== cursor) throw new InvalidInputError('`after` is not a cursor that this API gave out.');
  return version;
};
