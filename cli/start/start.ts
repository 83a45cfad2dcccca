import { open as openInspector } from 'node:inspector';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { isHeading } from '../../src/domain/heading.ts';
import { parseFolder } from '../arguments.ts';
import { UsageError } from '../errors.ts';
import { examples } from '../run.ts';
import { addPlace, type Place, parsePort, stopOnSignal } from '../serve/listen.ts';
import { announce } from './terminal.ts';

/** Where debuggers look first. */
const INSPECTOR_PORT = '9229';

const parseHeading = (text: string): string => {
  if (isHeading(text)) return text;
  throw new UsageError('--heading takes one line with {} once, where the string stands.');
};

interface StartOptions extends Place {
  readonly store: string;
  readonly inspect?: number;
  readonly files?: boolean;
  readonly heading?: string;
}

/** Without `--` before them, npm keeps options to itself. */
const refuseLostOptions = (): void => {
  for (const name of ['port', 'store', 'host', 'heading']) {
    const value = process.env[`npm_config_${name}`];
    if (process.env.npm_lifecycle_event === 'start' && value)
      throw new UsageError(`Write npm start -- --${name} ${value}`);
  }
};

const start = async ({ port, host, store, inspect, files = false, heading }: StartOptions): Promise<void> => {
  refuseLostOptions();
  // Killed, npm and its shell don't take this process with them: go when they are gone.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event !== undefined) {
    setInterval(() => process.ppid !== parent && process.kill(process.pid, 'SIGTERM'), 100).unref();
  }
  // The function gets the store's credentials and address, and none of the developer's own.
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];

  if (inspect !== undefined) openInspector(inspect, '127.0.0.1');
  console.log('Starting Saved String: its store, and what is in src.');
  const { startCopy } = await import('./start-copy.ts');
  const copy = await startCopy({ port, host, directory: resolve(store), files, heading });
  stopOnSignal(copy.stop);
  announce(copy.urls, copy.token);
};

/** `npx --no saved-string start`, which is `npm start`. */
export const addStart = (program: Command): void => {
  addPlace(program.command('start'))
    .description('Runs Saved String on this machine: no account, no network. Edits of src/ show at once.')
    .option(
      '--store <DIR>',
      'the folder that keeps the string: a new or an empty one, or a store',
      parseFolder,
      '.dynamodb',
    )
    .addOption(
      new Option(
        '--inspect [N]',
        `lets a debugger attach, on port N of this machine (${INSPECTOR_PORT}); any of its users can then run code as you`,
      )
        .argParser(parsePort('--inspect'))
        .preset(INSPECTOR_PORT),
    )
    .option('--heading <TEXT>', "the page's heading, with {} where the string stands", parseHeading)
    .option('--files', 'let editors share files, on an embedded S3; what changes in src/files needs a new start')
    .addHelpText('after', examples('npm start', 'npm start -- --port 0 --store /tmp/another', 'npm start -- --inspect'))
    .action(start);
};
