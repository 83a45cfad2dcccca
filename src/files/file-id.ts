/** Each file has four numbers in a row in the log: three for its events, and one to spare. */
const NUMBERS_PER_FILE = 4;

/** The numbers of one millisecond. */
const NUMBERS_PER_MS = 1_000;

/** The first number of what ends at that moment or later. */
export const firstNumberAt = (time: Date): number => time.getTime() * NUMBERS_PER_MS;

/**
 * Makes a file's id: its first number in the log, which holds its end, and a secret of 128 bits.
 *
 * @param random.series from 0 to 249; tells files apart that end in the same millisecond.
 */
export const createFileId = (until: Date, random: { readonly series: number; readonly secret: Buffer }): string =>
  `${firstNumberAt(until) + random.series * NUMBERS_PER_FILE}_${random.secret.toString('base64url')}`;

/** @returns undefined if the text is no file's id. */
export const parseFileId = (id: string): { readonly number: number; readonly until: Date } | undefined => {
  const [, digits] = /^(\d{16})_[\w-]{22}$/.exec(id) ?? [];
  const number = Number(digits);
  if (!Number.isSafeInteger(number) || number % NUMBERS_PER_FILE !== 0) return undefined;
  return { number, until: new Date(Math.floor(number / NUMBERS_PER_MS)) };
};
