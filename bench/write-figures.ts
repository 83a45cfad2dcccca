import { writeFile } from 'node:fs/promises';

const toMicroseconds = (_key: string, value: unknown): unknown =>
  typeof value === 'number' ? Math.round(value * 1_000) / 1_000 : value;

/** Keeps all that a run measured, as JSON with three decimals: milliseconds are good to the microsecond, and no better. */
export const writeFigures = (file: string, figures: object): Promise<void> =>
  writeFile(file, `${JSON.stringify(figures, toMicroseconds)}\n`);
