/** Every command ends with one of these; the help and the README say so. */
export const EXIT = { done: 0, failed: 1, wrongUsage: 2 } as const;

/** A command was refused or has failed. The message is one line for the person who typed it: what is wrong, what to do. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
  readonly exitCode: number = EXIT.failed;
}

/** The command line can't be understood; nothing was done. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError';
  override readonly exitCode = EXIT.wrongUsage;
}
