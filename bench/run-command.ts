import { OptionError } from './options.ts';

interface Command<Options> {
  /** The script's name in package.json. */
  readonly name: string;
  readonly usage: string;
  readonly readOptions: (args: readonly string[]) => Options;
  readonly run: (options: Options) => Promise<void>;
}

/** Runs the command line of this process; prints the help if it was asked for, and one line where the options are wrong. */
export const runCommand = async <Options extends { readonly help: boolean }>({
  name,
  usage,
  readOptions,
  run,
}: Command<Options>): Promise<void> => {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options.help) process.stdout.write(usage);
    else await run(options);
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    process.stderr.write(`${error.message}. See: npm run ${name} -- --help\n`);
    process.exitCode = 1;
  }
};
