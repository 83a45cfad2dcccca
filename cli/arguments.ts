import { UsageError } from './errors.ts';

const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const UNITS_MS: Readonly<Record<string, number>> = { h: HOUR_MS, d: DAY_MS, w: 7 * DAY_MS };

/**
 * Reads an option's duration, such as `12h`, `3d` or `4w`, to milliseconds.
 *
 * @throws UsageError that says the limit in the unit that was typed.
 */
export const parseLifetime =
  (option: string, mostDays: number) =>
  (text: string): number => {
    const [, count, unit = ''] = /^(\d+)([hdw])$/.exec(text.trim()) ?? [];
    const unitMs = UNITS_MS[unit];
    if (count === undefined || unitMs === undefined) {
      const given = JSON.stringify(text);
      throw new UsageError(`${option} takes a time such as 12h, 3d or 1w, up to ${mostDays}d, not ${given}.`);
    }
    const most = Math.floor((mostDays * DAY_MS) / unitMs);
    if (Number(count) >= 1 && Number(count) <= most) return Number(count) * unitMs;
    throw new UsageError(`${option} takes 1${unit} to ${most}${unit}, not ${text}.`);
  };

/** Reads an option's number; `kind` says in the error which ones it takes. */
export const parseNumber =
  (option: string, { kind = 'a number', least = 0, most = 999_999_999 } = {}) =>
  (text: string): number => {
    if (/^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
    throw new UsageError(`${option} takes ${kind}, not ${text}.`);
  };

/** Node puts U+FFFD where the bytes of an argument are not UTF-8. */
export const parseText = (text: string): string => {
  if (!text.includes('\ufffd')) return text;
  throw new UsageError('An argument must be UTF-8 without U+FFFD. Send other text through a pipe: set -');
};

export const parseFolder = (text: string): string => {
  if (text !== '') return text;
  throw new UsageError('--store takes the name of a folder.');
};
