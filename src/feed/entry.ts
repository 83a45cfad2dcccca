import { hash } from 'node:crypto';
import type { Revision } from '../saved-string/revision.ts';

/** One change of the string, as a feed has it. */
export interface Entry extends Revision {
  /** A URN (RFC 9562). It is the same wherever the log is, even after an export and an import. */
  readonly id: string;
  readonly savedAt: string;
  readonly savedBy: string;
}

/** Makes a UUID of version 8 for an entry, or for a feed by its first entry, from what never changes. */
export const idOf = (kind: 'entry' | 'feed', { version, value, savedAt, savedBy }: Revision): string => {
  const digest = hash('sha256', JSON.stringify([kind, version, value, savedAt, savedBy]));
  const variant = '89ab'.charAt(Number.parseInt(digest.charAt(16), 16) % 4);
  const groups = [digest.slice(0, 8), digest.slice(8, 12), `8${digest.slice(13, 16)}`];
  return `urn:uuid:${[...groups, variant + digest.slice(17, 20), digest.slice(20, 32)].join('-')}`;
};

/**
 * Picks the revisions that changed the string.
 *
 * @param revisions Newest first. The last one is only there to be compared with.
 */
export const toEntries = (revisions: readonly Revision[]): Entry[] =>
  revisions.flatMap((revision, index) => {
    const { savedAt, savedBy } = revision;
    // The initial string came with a deployment: nobody saved it, and nobody knows when.
    if (savedAt === null || savedBy === null || revision.value === revisions[index + 1]?.value) return [];
    return [{ ...revision, savedAt, savedBy, id: idOf('entry', revision) }];
  });
