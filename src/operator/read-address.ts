import { UsageError } from '../terminal/command.mjs';

/**
 * Reads the address of a stage from a command line.
 *
 * @returns it without a slash at its end.
 * @throws UsageError
 */
export const readAddress = (text: string): string => {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text))
    throw new UsageError(`"${text}" is no address that begins with http:// or https://.`);
  return text.replace(/\/$/, '');
};
