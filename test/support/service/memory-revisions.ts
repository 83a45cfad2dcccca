import type { Revision } from '../../../src/saved-string/revision.ts';
import type { Revisions } from '../../../src/saved-string/revisions.ts';

/** Keeps the log in an array: the smallest store that keeps the port's promises. */
export const createMemoryRevisions = (): Revisions => {
  const log: Revision[] = [];
  return {
    latest: async () => log.at(-1),
    find: async (version) => log[version - 1],
    list: async ({ before = Number.POSITIVE_INFINITY, limit }) =>
      log
        .filter(({ version }) => version < before)
        .reverse()
        .slice(0, limit),
    append: async (revision) => {
      if (log.some(({ version }) => version === revision.version)) return false;
      log.push(revision);
      return true;
    },
  };
};
