import { enableCompileCache } from 'node:module';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { CommandError, UsageError } from '../errors.ts';
import { examples } from '../run.ts';

const parsePort = (text: string): number => {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65535) return Number(text);
  throw new UsageError(`--port takes a number from 0 to 65535, not ${text}`);
};

const parseFolder = (text: string): string => {
  if (text !== '') return text;
  throw new UsageError('--store takes the name of a folder.');
};

/** @throws CommandError unless it can be listened on. */
const checkPort = async (port: number, host: string): Promise<void> => {
  const server = createServer();
  try {
    await new Promise<void>((done, failed) => server.once('error', failed).listen(port, host, done));
    await new Promise((done) => server.close(done));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CommandError(
      code === 'EADDRINUSE'
        ? `Port ${port} is taken. Stop what uses it, or choose another port, or any free one: npm start -- --port 0`
        : `Cannot listen on ${host}, port ${port} (${message}). Choose another with --host or --port.`,
    );
  }
};

interface StartOptions {
  readonly port: number;
  readonly host: string;
  readonly store: string;
}

const start = async ({ port, host, store }: StartOptions): Promise<void> => {
  await checkPort(port, host);

  // Killed, npm and its shell don't take this process with them: go when they are gone.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event !== undefined) {
    setInterval(() => process.ppid !== parent && process.kill(process.pid, 'SIGTERM'), 100).unref();
  }

  const directory = resolve(store);
  const root = new URL('../../', import.meta.url);
  process.chdir(fileURLToPath(root));
  // Say nothing but what goes wrong; stack/local-plugin.ts prints what a person needs.
  process.env.SLS_LOG_LEVEL ??= 'warning';
  process.env.SLS_DEPRECATION_DISABLE ??= '*';
  process.argv.splice(2);
  process.argv.push('offline', 'start', '--httpPort', String(port), '--host', host, '--param', `store=${directory}`);
  // The framework is thousands of files: from the second start on, this saves a quarter of the work.
  enableCompileCache(fileURLToPath(new URL('node_modules/.cache/node', root)));
  await import(new URL('node_modules/serverless/bin/serverless.js', root).href);
};

/** `npx saved-string start`, which is `npm start`. */
export const addStart = (program: Command): void => {
  program
    .command('start')
    .description('Runs Saved String on this machine: no account, no network.')
    .option('--port <N>', 'the port of the page; 0 picks a free one', parsePort, 3000)
    .option('--host <HOST>', 'the address to listen on', 'localhost')
    .option(
      '--store <DIR>',
      'the folder that keeps the string: a new or an empty one, or a store',
      parseFolder,
      '.dynamodb',
    )
    .addHelpText('after', examples('npm start', 'npm start -- --port 0 --store /tmp/another'))
    .action(start);
};
