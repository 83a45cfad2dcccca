import { setTimeout as sleep } from 'node:timers/promises';
import { styleText } from 'node:util';
import type { Command } from 'commander';
import { Refusal } from '../../src/browser/client/refusal.ts';
import { parseNumber } from '../arguments.ts';
import { CommandError, ReportedError } from '../errors.ts';
import { type Io, printLine } from '../io.ts';
import { printable } from '../printable.ts';
import type { Send } from '../remote/send.ts';
import { parseUrl } from '../remote/url.ts';
import { examples } from '../run.ts';
import { checkHealth, createChecks, createSmokeSend } from './smoke-checks.ts';

const WIDTH = 14;

/**
 * Runs a check and prints its line.
 *
 * @param check returns half a sentence, or throws.
 * @param failures The errors of a failed check, whose message is the other half.
 * @returns whether it passed.
 */
export const report = async (
  io: Io,
  name: string,
  check: () => Promise<string>,
  failures: readonly (abstract new (...args: never[]) => Error)[] = [CommandError],
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
    if (!failures.some((type) => error instanceof type)) throw error;
    print(styleText('red', '✗', { stream: io.stdout }), (error as Error).message);
    return false;
  }
};

const parseWait = parseNumber('--wait', { kind: 'a number of seconds from 0 to 3600', most: 3_600 });

const PAUSE_MS = 1_000;

const isHealthy = (send: Send): Promise<boolean> =>
  checkHealth(send).then(
    () => true,
    (error: unknown) => {
      if (error instanceof CommandError || error instanceof Refusal) return false;
      throw error;
    },
  );

/** Waits until the stage is healthy, or the time is over. The checks then report the problem. */
const waitUntilHealthy = async (send: Send, seconds: number): Promise<void> => {
  const end = performance.now() + seconds * 1_000;
  while (performance.now() + PAUSE_MS < end && !(await isHealthy(send))) await sleep(PAUSE_MS);
};

interface SmokeOptions {
  readonly expectString?: string;
  /** In seconds: the option's name has no unit. */
  readonly wait: number;
}

const smoke = async (io: Io, url: string, { expectString, wait }: SmokeOptions): Promise<void> => {
  const send = createSmokeSend(io, url);
  await waitUntilHealthy(send, wait);
  let isFine = true;
  for (const [name, check] of Object.entries(createChecks(expectString))) {
    isFine = (await report(io, name, () => check(send))) && isFine;
  }
  if (!isFine) throw new ReportedError();
};

/** `npx --no saved-string smoke` */
export const addSmoke = (program: Command, io: Io): void => {
  program
    .command('smoke')
    .description('Checks a stage from outside, as a visitor would, and reports every problem. Changes nothing.')
    .argument('<URL>', 'the address of the page', parseUrl)
    .option('--expect-string <STRING>', 'fail unless this is the saved string')
    .option('--wait <SECONDS>', 'the longest wait for a newly deployed stage to be healthy', parseWait, 0)
    .addHelpText(
      'after',
      examples(
        'saved-string smoke http://localhost:3000',
        'saved-string smoke https://abc123.execute-api.eu-west-1.amazonaws.com --wait 60',
      ),
    )
    .action((url, options) => smoke(io, url, options));
};
