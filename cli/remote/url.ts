import { UsageError } from '../errors.ts';

/**
 * Reads the address of a stage from a command line.
 *
 * @returns the address without a final slash.
 * @throws UsageError
 */
export const parseUrl = (text: string): string => {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text.replace(/\/$/, '');
  const likely = `http://${text}`;
  const hint = /^[\w.-]+(:\d+)?(\/|$)/.test(text) && URL.canParse(likely) ? ` Did you mean ${likely}?` : '';
  throw new UsageError(`"${text}" is not a URL.${hint}`);
};
