import { Command, CommanderError } from 'commander';
import { Refusal } from '../src/browser/client/refusal.ts';
import { complain } from './complain.ts';
import { CommandError, EXIT } from './errors.ts';

/** Formats the examples and exit codes at the end of a command's help. */
export const examples = (...lines: readonly string[]): string =>
  [
    '',
    'Examples:',
    ...lines.map((line) => `  ${line}`),
    '',
    'Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 someone else saved first',
  ].join('\n');

/** Creates a command that leaves it to `run` to end the process. Its subcommands do the same. */
export const createCommand = (name: string): Command =>
  new Command(name)
    .exitOverride()
    .helpCommand(false)
    .configureOutput({
      outputError: (text) => complain(text.replace(/^error: (.)/, (_, first: string) => first.toUpperCase()).trim()),
    });

/** @throws the error itself if it is a defect. */
const exitCodeOf = (error: unknown): number => {
  if (error instanceof CommandError) return error.exitCode;
  if (error instanceof Refusal) return error.code === 'CONFLICT' ? EXIT.conflict : EXIT.failed;
  if (!(error instanceof CommanderError)) throw error;
  return error.exitCode === EXIT.done ? EXIT.done : EXIT.wrongUsage;
};

/**
 * Runs a command and sets the exit code of this process. An error that a person can fix prints a line or two on
 * standard error; a defect keeps its stack trace.
 */
export const run = async (command: Command, args: readonly string[]): Promise<void> => {
  try {
    await command.parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = exitCodeOf(error);
    // Commander has already printed its own errors and the help.
    if (!(error instanceof CommanderError)) complain((error as Error).message);
  }
};
