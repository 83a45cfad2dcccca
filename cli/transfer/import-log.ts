import type { Content, Revisions } from '../../src/domain/entry.ts';
import { ConflictError } from '../../src/domain/errors.ts';
import { createLeasedLog } from '../../src/domain/leased-log.ts';
import { dueAtOf } from '../../src/domain/plan.ts';
import { initialRevision } from '../../src/domain/revision.ts';
import { CommandError } from '../errors.ts';
import { formatRecord, type LogRecord } from './log-record.ts';
import { newestVersion, readLog } from './read-log.ts';

interface Import {
  /** Starts at version 1, without gaps, and is already validated: a revision can't be removed once written. */
  readonly file: AsyncIterable<LogRecord>;
  /** Whether to resume an interrupted import: the file must begin with the revisions that the log has. */
  readonly resume: boolean;
  readonly signal: AbortSignal;
}

const isSame = (one: LogRecord, other: LogRecord): boolean => formatRecord(one) === formatRecord(other);

/**
 * Appends the revisions of a file to a log in order, so that the log never has a gap.
 *
 * @returns the number of revisions appended, and the number already there.
 * @throws CommandError when the log is not empty, or a resumed import differs from the file: nothing was written. Also
 * when someone else saves during the import: their revision stays, and so do those appended before it.
 */
export const importLog = async (revisions: Revisions, { file, resume, signal }: Import) => {
  const present = await newestVersion(revisions, signal);
  if (present > 0 && !resume) {
    throw new CommandError(
      `The log is not empty: its newest version is ${present}. Nothing was written. Use --resume to continue an interrupted import.`,
    );
  }

  // The first waits for the lease of the revision before it, like any save; the others follow one without a lease.
  const leased = createLeasedLog({
    revisions,
    initial: initialRevision(''),
    // An operator's clock makes nothing due.
    now: () => new Date(0),
  });
  /** Only the last one becomes due by itself: otherwise visitors would write down what the file goes on with. */
  const append = async ({ planned, ...record }: LogRecord, { isLast }: { isLast: boolean }) => {
    const { version } = record.revision;
    if (planned && record.plan !== null) await revisions.putPlan(record.plan, planned, signal);
    const content = { ...record, dueAt: Number.POSITIVE_INFINITY };
    const dueAt = isLast ? await dueAtOf(content, leased.planLog({ signal })) : content.dueAt;
    const next = async ({ revision }: Content) => {
      if (revision.version === version - 1) return { ...content, dueAt };
      throw new ConflictError(revision);
    };
    try {
      await leased.append(next, { signal });
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      throw new CommandError(`Someone else saved version ${version} during the import. It was left unchanged.`);
    }
  };

  const log = readLog(revisions, present, signal);
  let version = 0;
  let held: LogRecord | undefined;
  for await (const record of file) {
    ({ version } = record.revision);
    // All comparisons come before the first append.
    if (version <= present) {
      const { value: known } = await log.next();
      if (!known || !isSame(known, record)) {
        throw new CommandError(`Version ${version} of the log differs from the file's. Nothing was written.`);
      }
      continue;
    }
    if (held) await append(held, { isLast: false });
    held = record;
  }
  if (held) await append(held, { isLast: true });
  if (version < present) {
    throw new CommandError(`The file ends before version ${version + 1} of the log. Nothing was written.`);
  }
  return { appended: version - present, present };
};
