import { createInterface } from 'node:readline';
import { type Readable, Writable } from 'node:stream';
import { setImmediate as afterInput } from 'node:timers/promises';
import { styleText } from 'node:util';
import { CommandError, ReaderGoneError } from './errors.ts';
import { printable } from './printable.ts';

/** The surroundings of a command: `process`, or a test's. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
}

const onLines = (text: string): string => text.split('\n').map(printable).join('\n');

/** Node forgets them. */
const failures = new WeakMap<Writable, NodeJS.ErrnoException>();

/** Remembers a failure of standard output, for the next write to report. */
export const watchOutput = ({ stdout }: Io): void => {
  stdout.on('error', (error) => failures.set(stdout, error));
};

/**
 * Finds out what became of what was written so far.
 *
 * @throws ReaderGoneError once nobody reads any more, as after `| head`; Error when a disk is full, for example.
 */
export const checkOutput = ({ stdout }: Io): void => {
  const failure: NodeJS.ErrnoException | null | undefined = failures.get(stdout) ?? stdout.errored;
  const { code = 'EPIPE' } = failure ?? {};
  if (code !== 'EPIPE') throw new CommandError(`Standard output can't be written (${code}).`);
  if (failure || stdout.destroyed) throw new ReaderGoneError();
};

const write = (io: Io, text: string): void => {
  checkOutput(io);
  io.stdout.write(text);
};

/** Characters that JSON may have as they are, but that control a terminal or turn the order of text around. */
const CONTROLS = /[\u007f-\u009f\p{Bidi_Control}]/gu;

const escapeControl = (one: string): string => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Prints a value as one line of JSON. */
export const printJson = (io: Io, value: unknown): void => {
  const text = JSON.stringify(value);
  write(io, `${io.stdout.isTTY ? text.replaceAll(CONTROLS, escapeControl) : text}\n`);
};

/** Prints a text and a line feed: exactly for a program, and so that it can't control the terminal for a person. */
export const printText = (io: Io, text: string): void => write(io, `${io.stdout.isTTY ? onLines(text) : text}\n`);

/** Prints a result: as JSON where that is asked for, or else as a text. */
export const printResult = (
  io: Io,
  { json }: { readonly json?: true | undefined },
  value: unknown,
  text: string,
): void => (json ? printJson(io, value) : printText(io, text));

/** Prints a line, whatever is in it, and a line feed. */
export const printLine = (io: Io, line: string): void => write(io, `${line}\n`);

/** Tells a person, on standard error, what is going on. */
export const tell = ({ stderr }: Io, message: string): void => {
  stderr.write(`${onLines(message)}\n`);
};

/** Tells a person what is wrong, in red on a terminal. */
export const complain = ({ stderr }: Io, message: string): void => {
  stderr.write(`${styleText('red', onLines(message), { stream: stderr })}\n`);
};

/** Whether there is a person to ask. */
export const canAsk = ({ stdin, stderr }: Io): boolean => Boolean(stdin.isTTY && stderr.isTTY);

/**
 * Asks on standard error, so that standard output holds nothing but results.
 *
 * @param options.hidden Shows nothing of what is typed.
 * @throws CommandError when the person gives up, or pastes more than one line.
 */
export const ask = async ({ stdin, stderr }: Io, question: string, { hidden = false } = {}): Promise<string> => {
  stderr.write(onLines(question));
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const input = createInterface({ input: stdin, output: hidden ? nowhere : stderr, terminal: true });
  const lines: string[] = [];
  await new Promise((resolve) => {
    input.on('line', (line) => resolve(lines.push(line))).once('close', resolve);
  });
  // The lines of a paste arrive together.
  await afterInput();
  input.close();
  if (hidden) stderr.write('\n');
  const [line, ...others] = lines;
  if (line === undefined) {
    // Ctrl-C and Ctrl-D close the interface while it reads, and the stream would go on.
    stdin.destroy();
    throw new CommandError('Nothing was changed.');
  }
  if (others.length > 0) throw new CommandError('That was more than one line. Nothing was changed.');
  return line;
};
