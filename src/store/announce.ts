import type { Entry, Revisions } from '../domain/entry.ts';

/**
 * Announces each entry that is committed, also one that another process began. A writer and its helper may both do so.
 *
 * @param announce is waited for, and must not throw: what is committed stays.
 */
export const announceCommits = (revisions: Revisions, announce: (entry: Entry) => Promise<void>): Revisions => ({
  ...revisions,

  append: async (entry, signal) => {
    const isWritten = await revisions.append(entry, signal);
    if (isWritten && entry.state === 'committed') await announce(entry);
    return isWritten;
  },

  advance: async (entry, signal) => {
    const next = await revisions.advance(entry, signal);
    if (next.state === 'committed') await announce(next);
    return next;
  },
});
