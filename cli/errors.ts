/** The exit codes of every command, as the help and the README list them. */
export const EXIT = { done: 0, failed: 1, wrongUsage: 2, conflict: 3 } as const;

/**
 * A command was refused or failed. The message is one line for the person who typed it: the problem and the next step.
 */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
  readonly exitCode: number = EXIT.failed;
}

/** The command line is invalid. Nothing was done. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError';
  override readonly exitCode = EXIT.wrongUsage;
}

/** Nobody reads what the command prints: the rest of it is pointless. Not a failure. */
export class ReaderGoneError extends Error {
  override readonly name = 'ReaderGoneError';
}

/** The command has already printed what failed. */
export class ReportedError extends Error {
  override readonly name = 'ReportedError';
}
