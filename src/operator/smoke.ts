// `npm run smoke`: whether a stage does what it should, asked from outside.
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, UsageError } from '../terminal/command.mjs';
import { style } from '../terminal/style.mjs';
import { OperatorError } from './failure.ts';
import { printable } from './printable.ts';
import { readAddress } from './read-address.ts';
import { runCommand } from './run-command.ts';
import { checkHealth, createChecks } from './smoke-checks.ts';
import { createSend, type Send, SmokeFailure } from './smoke-request.ts';

/** In seconds. */
const LONGEST_WAIT = 3_600;

const checkWait = (text: string): void => {
  if (!/^\d{1,4}$/.test(text) || Number(text) > LONGEST_WAIT)
    throw new UsageError(`--wait takes a number of seconds from 0 to ${LONGEST_WAIT}, not ${text}.`);
};

const command = {
  about: 'Looks at a stage from outside, as a visitor would, and says what is wrong with it. Changes nothing.',
  usage: ['npm run smoke -- URL [--expect-string STRING] [--wait SECONDS]'],
  operands: 1,
  options: {
    'expect-string': { type: 'string', placeholder: 'STRING', about: 'fail unless this is the saved string' },
    wait: {
      type: 'string',
      placeholder: 'SECONDS',
      about: 'how long to wait for a stage that was just deployed',
      default: '0',
      check: checkWait,
    },
  },
  examples: [
    'npm run smoke -- http://localhost:3000',
    'npm run smoke -- https://abc123.execute-api.eu-west-1.amazonaws.com --wait 60',
  ],
} as const;

/** In milliseconds. */
const PAUSE = 1_000;

const isHealthy = (send: Send): Promise<boolean> =>
  checkHealth(send).then(
    () => true,
    (error: unknown) => {
      if (error instanceof SmokeFailure || error instanceof OperatorError) return false;
      throw error;
    },
  );

/** Waits until the stage is healthy, or as many seconds as were given: the checks say what is wrong then. */
const waitUntilHealthy = async (send: Send, seconds: number): Promise<void> => {
  const end = performance.now() + seconds * 1_000;
  while (performance.now() + PAUSE < end && !(await isHealthy(send))) await sleep(PAUSE);
};

const WIDTH = 14;

/** Makes one check and prints its line. */
const report = async (name: string, check: (send: Send) => Promise<string>, send: Send): Promise<boolean> => {
  const start = performance.now();
  const print = (mark: string, about: string) => {
    const time = `${Math.round(performance.now() - start)} ms`.padStart(9);
    process.stdout.write(`${mark} ${name.padEnd(WIDTH)}${time}  ${printable(about)}\n`);
  };
  try {
    const about = await check(send);
    print(style('green', '✓', process.stdout), about);
    return true;
  } catch (error) {
    if (!(error instanceof SmokeFailure)) throw error;
    print(style('red', '✗', process.stdout), error.message);
    return false;
  }
};

void runCommand(command, async ({ values, positionals: [text] }) => {
  if (text === undefined) throw new UsageError('Say which address: npm run smoke -- URL');
  // With a slash at its end, so that paths can be put behind it.
  const send = createSend(`${readAddress(text)}/`);
  await waitUntilHealthy(send, Number(values.wait));
  for (const [name, check] of Object.entries(createChecks(values['expect-string']))) {
    if (!(await report(name, check, send))) process.exitCode = EXIT.failed;
  }
});
