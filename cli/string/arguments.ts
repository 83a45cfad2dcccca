import { UsageError } from '../errors.ts';

/** Reads a version, or a number of revisions. */
export const parseNumber =
  (name: string) =>
  (text: string): number => {
    if (/^\d{1,9}$/.test(text)) return Number(text);
    throw new UsageError(`${name} takes a number, not ${text}.`);
  };

/** Node puts U+FFFD where the bytes of an argument are not UTF-8. */
export const parseText = (text: string): string => {
  if (!text.includes('\ufffd')) return text;
  throw new UsageError('An argument must be UTF-8 without U+FFFD. Send other text through a pipe: set -');
};
