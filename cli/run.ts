import { types } from 'node:util';
import { Command, CommanderError } from 'commander';
import { Refusal } from '../src/browser/client/refusal.ts';
import { CommandError, EXIT, ReaderGoneError, ReportedError } from './errors.ts';
import { complain, type Io } from './io.ts';

/** Formats the examples and exit codes at the end of a command's help. */
export const examples = (...lines: readonly string[]): string =>
  [
    '',
    'Examples:',
    ...lines.map((line) => `  ${line}`),
    '',
    'Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 someone else saved first',
  ].join('\n');

/** Begins a sentence of commander as one of ours. */
const toSentence = (text: string): string =>
  text.replace(/^error: (.)/, (_, first: string) => first.toUpperCase()).trim();

/** Creates a command that leaves it to `run` to end the process. Its subcommands do the same. */
export const createCommand = (name: string, io: Io): Command =>
  new Command(name)
    .exitOverride()
    .helpCommand(false)
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text) => complain(io, toSentence(text)),
    });

/** Lets a command whose arguments are free text say how to pass one that begins with a dash. */
export const hintAtDashes = (command: Command, io: Io): Command =>
  command.configureOutput({
    outputError: (text) => {
      const [, option] = /^error: unknown option '(.*)'/s.exec(text) ?? [];
      const hint = option && `\nTo pass a text that begins with a dash: ${command.name()} -- ${JSON.stringify(option)}`;
      complain(io, toSentence(text) + (hint ?? ''));
    },
  });

/** The disk is full, a file may not be read and the like: its message is for people. */
const isSystemError = (error: unknown): boolean => types.isNativeError(error) && 'syscall' in error;

/** @throws the error itself if it is a defect. */
const exitCodeOf = (error: unknown): number => {
  if (error instanceof CommandError) return error.exitCode;
  if (error instanceof Refusal) return error.code === 'CONFLICT' ? EXIT.conflict : EXIT.failed;
  if (error instanceof CommanderError) return error.exitCode === EXIT.done ? EXIT.done : EXIT.wrongUsage;
  if (error instanceof ReaderGoneError) return EXIT.done;
  if (error instanceof ReportedError || isSystemError(error)) return EXIT.failed;
  throw error;
};

const isSilent = (error: unknown): boolean =>
  // Commander has already printed its own errors and the help.
  [CommanderError, ReaderGoneError, ReportedError].some((type) => error instanceof type);

/**
 * Runs a command. An error that a person can fix prints a line or two on standard error; a defect keeps its stack trace.
 *
 * @returns the exit code.
 */
export const run = async (command: Command, args: readonly string[], io: Io): Promise<number> => {
  // The next write finds out.
  io.stdout.on('error', () => {});
  try {
    await command.parseAsync(args, { from: 'user' });
    return EXIT.done;
  } catch (error) {
    const code = exitCodeOf(error);
    if (!isSilent(error)) complain(io, (error as Error).message);
    return code;
  }
};
