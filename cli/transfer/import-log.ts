import type { Revision } from '../../src/saved-string/revision.ts';
import type { Revisions } from '../../src/saved-string/revisions.ts';
import { CommandError } from '../errors.ts';
import { formatRecord } from './log-record.ts';
import { readLog } from './read-log.ts';

interface Import {
  /** From version 1 on, without gaps, and checked to the end: what is written is not taken back. */
  readonly file: AsyncIterable<Revision>;
  /** Whether to take up an import that was cut off: what is in the log must be how the file begins. */
  readonly resume: boolean;
  readonly signal: AbortSignal;
}

/**
 * Appends the revisions of a file to a log, one after the other, so that the log never has a gap.
 *
 * @returns how many revisions were appended, and how many were there already.
 * @throws CommandError when the log is not empty or, taken up again, differs from the file; nothing was written then. Also
 *   when someone else saves meanwhile: their revision stays as it is, and what was appended before it stays, too.
 */
export const importLog = async (revisions: Revisions, { file, resume, signal }: Import) => {
  const present = (await revisions.latest(signal))?.version ?? 0;
  if (present > 0 && !resume) {
    throw new CommandError(
      `The log is not empty: its newest version is ${present}. Nothing was written. Use --resume to go on with an import that was cut off.`,
    );
  }

  const log = readLog(revisions, present, signal);
  let version = 0;
  for await (const revision of file) {
    ({ version } = revision);
    // Every comparison comes before the first append.
    if (version <= present) {
      const { value: known } = await log.next();
      if (!known || formatRecord(known) !== formatRecord(revision)) {
        throw new CommandError(`Version ${version} of the log differs from the file's. Nothing was written.`);
      }
    } else if (!(await revisions.append(revision, signal))) {
      throw new CommandError(`Someone else saved version ${version} meanwhile. It was left as it is.`);
    }
  }
  if (version < present) {
    throw new CommandError(
      `Version ${version + 1} of the log is not in the file, which ends before. Nothing was written.`,
    );
  }
  return { appended: version - present, present };
};
