import { Command, InvalidArgumentError } from 'commander';

/**
 * Creates the command of a package.json script, with examples in its help. It exits with 2 for a wrong command line,
 * and with 1 for `error()`.
 */
export const createCommand = (script: string, examples: readonly string[]): Command =>
  new Command(`npm run ${script} --`)
    .addHelpText('after', `\nExamples:\n${examples.map((example) => `  ${example}\n`).join('')}`)
    .showHelpAfterError(`See: npm run ${script} -- --help`)
    .exitOverride(({ code, exitCode }) => {
      process.exit(exitCode === 0 || code === 'commander.error' ? exitCode : 2);
    });

/** @returns an option parser that accepts only whole numbers from `lowest`. */
export const wholeNumber =
  (lowest: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= lowest) return value;
    throw new InvalidArgumentError(`It must be a whole number, at least ${lowest}.`);
  };
