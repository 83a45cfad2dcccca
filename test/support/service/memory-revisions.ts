import type { Entry, PlannedString, Revisions } from '../../../src/domain/entry.ts';
import { isSame, nextState } from '../../../src/domain/leases.ts';

/** Keeps the log in an array: the smallest store that keeps the port's promises. */
export const createMemoryRevisions = (): Revisions => {
  const log: Entry[] = [];
  const plans = new Map<string, readonly PlannedString[]>();
  return {
    newest: async () => log.at(-1),
    find: async (version) => log[version - 1],
    list: async ({ before = Number.POSITIVE_INFINITY, limit }) =>
      log
        .filter(({ revision: { version }, state }) => version < before && state === 'committed')
        .reverse()
        .slice(0, limit),
    append: async (entry) => {
      if (log.some(({ revision: { version } }) => version === entry.revision.version)) return false;
      log.push(entry);
      return true;
    },
    advance: async (entry) => {
      const index = entry.revision.version - 1;
      const found = log[index];
      if (!found) throw new Error(`There is no version ${entry.revision.version}`);
      const now = isSame(found, entry) ? { ...entry, state: nextState(entry.state) } : found;
      log[index] = now;
      return now;
    },
    findPlan: async (key) => {
      const strings = plans.get(key);
      if (!strings) throw new Error(`There is no plan ${key}`);
      return strings;
    },
    putPlan: async (key, strings) => {
      plans.set(key, strings);
    },
  };
};
