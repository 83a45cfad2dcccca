import { InvalidInputError } from '../../src/saved-string/errors.ts';
import type { Revision } from '../../src/saved-string/revision.ts';
import type { Revisions } from '../../src/saved-string/revisions.ts';
import { CommandError } from '../errors.ts';
import { checkRecord } from './log-record.ts';

/** Revisions that are read at once, and so held in memory: 3 MB at most. */
const BATCH = 100;

/**
 * Reads the log from version 1 up to `newest`, oldest first. Whatever is saved meanwhile is left out.
 *
 * @throws CommandError when a version is missing or breaks a rule, because nothing could import that; StoreUnavailableError
 */
export async function* readLog(revisions: Revisions, newest: number, signal: AbortSignal): AsyncGenerator<Revision> {
  for (let version = 1; version <= newest; ) {
    const before = Math.min(version + BATCH, newest + 1);
    const byVersion = new Map<number, Revision>();
    // A list of long strings ends sooner than asked for.
    for (let end = before; end > version; ) {
      const batch = await revisions.list({ before: end, limit: end - version }, signal);
      for (const revision of batch) byVersion.set(revision.version, revision);
      end = batch.at(-1)?.version ?? version;
    }
    for (; version < before; version++) yield check(byVersion.get(version), version);
  }
}

const check = (revision: Revision | undefined, version: number): Revision => {
  if (!revision) throw new CommandError(`The log lacks version ${version}.`);
  try {
    return checkRecord(revision, version);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new CommandError(`Version ${version} of the log: ${error.message}`, { cause: error });
  }
};
