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
