import { styleText } from 'node:util';
import { type Io, printLine } from '../io.ts';
import { printable } from '../printable.ts';
import { SmokeFailure } from './smoke-request.ts';

const WIDTH = 14;

/**
 * Runs a check and prints its line.
 *
 * @param check returns half a sentence, or throws SmokeFailure.
 * @param others What a failed check throws besides.
 * @returns whether it passed.
 */
export const report = async (
  io: Io,
  name: string,
  check: () => Promise<string>,
  others: readonly (abstract new (...args: never[]) => Error)[] = [],
): Promise<boolean> => {
  const start = performance.now();
  const print = (mark: string, about: string) => {
    const time = `${Math.round(performance.now() - start)} ms`.padStart(9);
    printLine(io, `${mark} ${name.padEnd(WIDTH)}${time}  ${printable(about)}`);
  };
  try {
    const about = await check();
    print(styleText('green', '✓', { stream: io.stdout }), about);
    return true;
  } catch (error) {
    if (![SmokeFailure, ...others].some((type) => error instanceof type)) throw error;
    print(styleText('red', '✗', { stream: io.stdout }), (error as Error).message);
    return false;
  }
};
