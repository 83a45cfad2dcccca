import { setImmediate as afterOutput } from 'node:timers/promises';
import { types } from 'node:util';
import { Command, CommanderError } from 'commander';
import { Refusal } from '../src/browser/client/refusal.ts';
import { CommandError, EXIT, ReaderGoneError, ReportedError } from './errors.ts';
import { checkOutput, complain, type Io, watchOutput } from './io.ts';

/** Formats the examples, which leave out `npx --no`, and the exit codes at the end of a command's help. */
export const examples = (...lines: readonly string[]): string =>
  [
    '',
    'Examples:',
    ...lines.map((line) => `  ${line.replace(/\bsaved-string /, 'npx --no $&')}`),
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
      outputError: (text) => {
        const hint = text.startsWith('error: unknown command') ? '\nTo list the commands: npx --no saved-string' : '';
        complain(io, toSentence(text) + hint);
      },
    });

/** @param advise Completes or replaces one of commander's sentences, from what the pattern finds in it. */
export const hintAt = (
  command: Command,
  io: Io,
  pattern: RegExp,
  advise: (sentence: string, found: string) => string,
): Command =>
  command.configureOutput({
    outputError: (text) => {
      const match = pattern.exec(text);
      complain(io, match ? advise(toSentence(text), match[1] ?? '') : toSentence(text));
    },
  });

/** Says how to list the commands of a group. */
export const toList = (group: string): string => `To list the commands: npx --no -- saved-string ${group} --help`;

/** Lets a group of commands say so after one that it does not have. */
export const hintAtUnknown = (group: Command, io: Io): Command =>
  hintAt(group, io, /^error: unknown command/, (sentence) => `${sentence}\n${toList(group.name())}`);

/** Commander's sentence for an argument that a command doesn't take. */
export const TOO_MANY = /^error: too many arguments .* got \d+: (.*?)\.?\n?$/s;

/** Lets a command whose arguments are free text say how to pass one that begins with a dash. */
export const hintAtDashes = (command: Command, io: Io): Command =>
  hintAt(
    command,
    io,
    /^error: unknown option '(.*)'/s,
    (sentence, option) =>
      `${sentence}\nTo pass a text that begins with a dash: ${command.name()} -- ${JSON.stringify(option)}`,
  );

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
  watchOutput(io);
  try {
    await command.parseAsync(args, { from: 'user' });
    await afterOutput();
    checkOutput(io);
    return EXIT.done;
  } catch (error) {
    const code = exitCodeOf(error);
    if (!isSilent(error)) complain(io, (error as Error).message);
    return code;
  }
};
