import type { Content, Revisions } from '../../src/domain/entry.ts';
import { ConflictError } from '../../src/domain/errors.ts';
import { createLeasedLog } from '../../src/domain/leased-log.ts';
import { initialRevision } from '../../src/domain/revision.ts';
import { CommandError } from '../errors.ts';
import { formatRecord, withoutPlan } from './log-record.ts';
import { newestVersion, readLog } from './read-log.ts';

interface Import {
  /** Starts at version 1, without gaps, and is already validated: a revision can't be removed once written. */
  readonly file: AsyncIterable<Content>;
  /** Whether to resume an interrupted import: the file must begin with the revisions that the log has. */
  readonly resume: boolean;
  readonly signal: AbortSignal;
}

const isSameHistory = (one: Content, other: Content): boolean =>
  formatRecord(withoutPlan(one)) === formatRecord(withoutPlan(other));

/**
 * Appends the revisions of a file to a log in order, so that the log never has a gap.
 *
 * @returns the number of revisions appended, and the number already there.
 * @throws CommandError when the log is not empty, or a resumed import differs from the file: nothing was written. Also
 * when someone else saves during the import: their revision stays, and so do those appended before it. What a visitor
 * writes down because it is due is the same as in the file.
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
  const append = async (content: Content) => {
    const { version } = content.revision;
    const next = ({ revision }: Content) => {
      if (revision.version === version - 1) return content;
      throw new ConflictError(revision);
    };
    try {
      await leased.append(next, { signal });
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      const known = await revisions.find(version, signal);
      if (known && isSameHistory(known, content)) return;
      throw new CommandError(`Someone else saved version ${version} during the import. It was left unchanged.`);
    }
  };

  const log = readLog(revisions, present, signal);
  let version = 0;
  for await (const content of file) {
    ({ version } = content.revision);
    // All comparisons come before the first append.
    if (version <= present) {
      const { value: known } = await log.next();
      if (!known || !isSameHistory(known, content)) {
        throw new CommandError(`Version ${version} of the log differs from the file's. Nothing was written.`);
      }
    } else {
      await append(content);
    }
  }
  if (version < present) {
    throw new CommandError(`The file ends before version ${version + 1} of the log. Nothing was written.`);
  }
  return { appended: version - present, present };
};
