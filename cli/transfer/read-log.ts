import type { Content, Revisions } from '../../src/domain/entry.ts';
import { InvalidInputError } from '../../src/domain/errors.ts';
import { CommandError } from '../errors.ts';
import { checkRecord, formatRecord, type LogRecord } from './log-record.ts';

/** Limits the revisions that one read holds in memory: 3 MB at most. */
const BATCH = 100;

/** The newest version that visitors read; 0 for an empty log. */
export const newestVersion = async (revisions: Revisions, signal: AbortSignal): Promise<number> => {
  const [newest] = await revisions.list({ before: undefined, limit: 1 }, signal);
  return newest?.revision.version ?? 0;
};

/**
 * Reads the log from version 1 up to `newest`, oldest first. Revisions saved meanwhile are left out, and plans to which
 * no revision refers.
 *
 * @throws CommandError when a version is missing or breaks a rule, because no import would accept it;
 * StoreUnavailableError
 */
export async function* readLog(revisions: Revisions, newest: number, signal: AbortSignal): AsyncGenerator<LogRecord> {
  let known: string | null = null;
  for (let version = 1; version <= newest; ) {
    const before = Math.min(version + BATCH, newest + 1);
    const byVersion = new Map<number, Content>();
    // A list of long strings may end early.
    for (let end = before; end > version; ) {
      const batch = await revisions.list({ before: end, limit: end - version }, signal);
      for (const entry of batch) byVersion.set(entry.revision.version, entry);
      end = batch.at(-1)?.revision.version ?? version;
    }
    for (; version < before; version++) {
      const content = byVersion.get(version);
      if (!content) throw new CommandError(`Version ${version} of the log is missing.`);
      const { plan } = content;
      const planned = plan === null || plan === known ? undefined : await revisions.findPlan(plan, signal);
      known = plan;
      yield check({ ...content, planned }, version);
    }
  }
}

const check = (record: LogRecord, version: number): LogRecord => {
  try {
    return checkRecord(JSON.parse(formatRecord(record)), version);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new CommandError(`Version ${version} of the log: ${error.message}`, { cause: error });
  }
};
