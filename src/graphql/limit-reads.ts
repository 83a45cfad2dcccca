import { InvalidInputError } from '../saved-string/errors.ts';
import type { Revision } from '../saved-string/revision.ts';
import { checkPageSize } from '../saved-string/rules.ts';
import type { SavedString } from '../saved-string/saved-string.ts';

/** Revisions that one request may read besides the newest, in all. */
const MAX_REVISIONS = 100;

/** In bytes of UTF-8, of values. A request that has read as much reads no further page, of which the store gives 1 MB at most. */
const MAX_READ_BYTES = 1_000_000;

/**
 * Bounds the reads of one request, in which aliases can ask for the same field again and again. The same page of the history,
 * or the same revision, is read once; different ones one after the other, until the limit is reached.
 */
export const limitReads = (savedString: SavedString): SavedString => {
  const reads = new Map<string, Promise<unknown>>();
  let last: Promise<unknown> = Promise.resolve();
  let revisionsLeft = MAX_REVISIONS;
  let bytesLeft = MAX_READ_BYTES;

  const take = (revisions: number): void => {
    revisionsLeft -= revisions;
    if (revisionsLeft >= 0 && bytesLeft > 0) return;
    throw new InvalidInputError(
      `A request can read ${MAX_REVISIONS} revisions, or ${MAX_READ_BYTES} bytes of them, in all. Ask for fewer at once.`,
    );
  };
  const measure = (revision: Revision): void => {
    bytesLeft -= Buffer.byteLength(revision.value);
  };

  const readOnce = <Result>(key: string, read: () => Promise<Result>): Promise<Result> => {
    const before = reads.get(key) as Promise<Result> | undefined;
    if (before) return before;
    const result = last.then(read);
    // One that failed says so itself.
    last = result.catch(() => {});
    reads.set(key, result);
    return result;
  };

  return {
    ...savedString,

    revision: (version) =>
      readOnce(`revision ${version}`, async () => {
        take(1);
        const revision = await savedString.revision(version);
        if (revision) measure(revision);
        return revision;
      }),

    history: ({ first, before }) =>
      readOnce(`${first} before ${before}`, async () => {
        checkPageSize(first);
        take(first);
        const page = await savedString.history({ first, before });
        page.revisions.forEach(measure);
        return page;
      }),
  };
};
