import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { setImmediate as afterInput } from 'node:timers/promises';
import { CommandError } from '../errors.ts';
import { printable } from '../printable.ts';

/** Whether there is a person to ask. */
export const canAsk = (): boolean => Boolean(process.stdin.isTTY && process.stderr.isTTY);

/**
 * Asks on standard error, so that standard output holds nothing but results.
 *
 * @param options.hidden Shows nothing of what is typed.
 * @throws CommandError when the person gives up, or pastes more than one line.
 */
export const ask = async (question: string, { hidden = false } = {}): Promise<string> => {
  process.stderr.write(question.split('\n').map(printable).join('\n'));
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const input = createInterface({ input: process.stdin, output: hidden ? nowhere : process.stderr, terminal: true });
  const lines: string[] = [];
  await new Promise((resolve) => {
    input.on('line', (line) => resolve(lines.push(line))).once('close', resolve);
  });
  // The lines of a paste arrive together.
  await afterInput();
  input.close();
  if (hidden) process.stderr.write('\n');
  const [line, ...others] = lines;
  if (line === undefined) {
    // Ctrl-C and Ctrl-D close the interface while it reads, and the stream would go on.
    process.stdin.destroy();
    throw new CommandError('Nothing was changed.');
  }
  if (others.length > 0) throw new CommandError('That was more than one line. Nothing was changed.');
  return line;
};
