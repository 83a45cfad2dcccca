import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Revision } from '../saved-string/revision.ts';

export type Item = Record<string, AttributeValue>;

/** The partition of the log. The sort key is the version. */
export const LOG_PARTITION = 'saved-string';

export const revisionKey = (version: number): Item => ({ pk: { S: LOG_PARTITION }, sk: { N: String(version) } });

/** @param writeId distinguishes this write from any other write of the same version. */
export const toItem = (revision: Revision, writeId: string): Item => ({
  ...revisionKey(revision.version),
  value: { S: revision.value },
  ...(revision.savedAt !== null && { savedAt: { S: revision.savedAt } }),
  ...(revision.savedBy !== null && { savedBy: { S: revision.savedBy } }),
  ...(revision.note !== null && { note: { S: revision.note } }),
  ...(revision.restores !== null && { restores: { N: String(revision.restores) } }),
  writeId: { S: writeId },
});

/** @throws Error for an item that this program did not write. */
export const fromItem = (item: Item): Revision => {
  const version = item.sk?.N;
  const value = item.value?.S;
  if (version === undefined || value === undefined) throw new Error('An item in the log is not a revision');
  return {
    version: Number(version),
    value,
    savedAt: item.savedAt?.S ?? null,
    savedBy: item.savedBy?.S ?? null,
    note: item.note?.S ?? null,
    restores: item.restores?.N === undefined ? null : Number(item.restores.N),
  };
};
