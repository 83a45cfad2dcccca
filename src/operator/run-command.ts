import { type Command, complain, EXIT, type Options, readCommandLine, UsageError } from '../terminal/command.mjs';
import { isForOperator } from './failure.ts';
import { printable } from './printable.ts';

/** What a command line says. */
type CommandLine<O extends Options> = ReturnType<typeof readCommandLine<O>>;

/**
 * Runs a command with the command line of this process, and sets the exit code. What a person can put right is one line;
 * a defect keeps its stack trace.
 */
export const runCommand = async <O extends Options>(
  command: Command<O>,
  work: (line: CommandLine<O>) => Promise<void>,
): Promise<void> => {
  const line = readCommandLine(command);
  try {
    await work(line);
  } catch (error) {
    if (!isForOperator(error)) throw error;
    complain(printable(error.message));
    process.exitCode = error instanceof UsageError ? EXIT.wrongUsage : EXIT.failed;
  }
};
