import { InvalidInputError } from '../../domain/errors.ts';
import type { SavedString } from '../../domain/saved-string.ts';
import { checkPageSize } from '../../domain/saved-string.ts';

/**
 * Limits all strings in one answer, in bytes of UTF-8. Lambda takes 6 MB, and escapes the answer once more, which at
 * most doubles it.
 */
export const MAX_ANSWER_BYTES = 3_000_000;

export const tooLarge = () => new InvalidInputError('The answer would be too large. Request fewer revisions at once.');

/**
 * Counts the text of one answer while it is resolved.
 *
 * @returns the text unchanged.
 * @throws InvalidInputError when the answer would grow too large, before it is assembled.
 */
export type LimitText = <Text extends string | null>(text: Text) => Text;

export const createLimitText = (): LimitText => {
  let left = MAX_ANSWER_BYTES;
  return (text) => {
    left -= text === null ? 0 : Buffer.byteLength(text);
    if (left < 0) throw tooLarge();
    return text;
  };
};

/** Limits the revisions that one request reads in addition to the newest. */
const MAX_REVISIONS = 100;

/** Limits the same for the statistics of one request, which answer with one of them only. */
export const MAX_REVISIONS_OF_STATS = 1_000;

/**
 * Limits what one request reads, in DynamoDB's units of 4 KB. Once reached, it reads no more. What it reads at once costs
 * at most 320 where strings are long, a search for a time, and 65 where they are short.
 */
const MAX_UNITS = 75;

/** A search for a time also reads a plan of up to 128 KiB. */
const UNITS_OF_PLAN = 33;

/** The read units of one request, counted as they are spent. */
export const createReadUnits = () => {
  let unitsLeft = MAX_UNITS;
  return {
    countUnits: (units: number): void => {
      unitsLeft -= units;
    },
    /** @param least What has to be left, in units. */
    isSpent: (least = 0): boolean => unitsLeft <= least,
  };
};

/** Counts the search for a time as so many revisions: in a log of a thousand it reads no more. */
const READS_PER_SEARCH = 20;

/**
 * Bounds the reads of one request, where aliases can repeat a field. The same page of the history, or the same
 * revision, is read once. Different ones are read in turn until the limit is reached.
 */
export const limitReads = (
  savedString: SavedString,
  { isSpent }: Pick<ReturnType<typeof createReadUnits>, 'isSpent'>,
  maxRevisions = MAX_REVISIONS,
): SavedString => {
  const reads = new Map<string, Promise<unknown>>();
  let last: Promise<unknown> = Promise.resolve();
  let revisionsLeft = maxRevisions;

  const take = (revisions: number, least?: number): void => {
    revisionsLeft -= revisions;
    if (revisionsLeft >= 0 && !isSpent(least)) return;
    throw new InvalidInputError(
      `One request can read at most ${maxRevisions} revisions or ${MAX_UNITS} units of 4 KB. Request fewer at once.`,
    );
  };

  const readOnce = <Result>(key: string, read: () => Promise<Result>): Promise<Result> => {
    const before = reads.get(key) as Promise<Result> | undefined;
    if (before) return before;
    const result = last.then(read);
    // A failed read reports its own error.
    last = result.catch(() => {});
    reads.set(key, result);
    return result;
  };

  return {
    ...savedString,

    revision: (version) =>
      readOnce(`revision ${version}`, async () => {
        take(1);
        return savedString.revision(version);
      }),

    revisionAt: (time, authenticate) =>
      readOnce(`at ${time.toISOString()}`, async () => {
        take(READS_PER_SEARCH, UNITS_OF_PLAN);
        return savedString.revisionAt(time, authenticate);
      }),

    history: ({ first, before }) =>
      readOnce(`${first} before ${before}`, async () => {
        checkPageSize(first);
        take(first);
        return savedString.history({ first, before });
      }),
  };
};
