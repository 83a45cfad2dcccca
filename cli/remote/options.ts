import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { parseToken } from '../../src/domain/token.ts';
import { decodeText } from '../decode-text.ts';
import { CommandError, UsageError } from '../errors.ts';
import { ask, canAsk, type Io } from '../io.ts';
import { addLocalOptions, findPage, type LocalOptions } from '../local-copy.ts';
import { parseUrl } from './url.ts';

/** The options of every command that talks to a stage as its visitors and editors do, over HTTP. */
export interface RemoteOptions extends LocalOptions {
  /** Without a final slash. */
  readonly url?: string;
  readonly tokenFile?: string;
  readonly json?: true;
}

/** Adds the options that say where the page is, whose token to send, and how to print the result. */
export const addRemoteOptions = (command: Command): Command =>
  addLocalOptions(
    command.option('--url <URL>', 'the address of the page; by default SAVED_STRING_URL', parseUrl),
    'url',
  )
    .option('--token-file <FILE>', 'a file with your token; by default SAVED_STRING_TOKEN, or you are asked')
    .option('--json', 'print the result as JSON');

/** @throws UsageError when no address is named; CommandError when the local copy never ran. */
export const findUrl = async ({ env }: Io, { url, local, store }: RemoteOptions): Promise<string> => {
  if (url !== undefined) return url;
  if (local) return findPage(store);
  const fromEnvironment = env.SAVED_STRING_URL?.trim();
  if (fromEnvironment) return parseUrl(fromEnvironment);
  throw new UsageError('Name the address of the page with --url or SAVED_STRING_URL, or use --local.');
};

const readToken = async (file: string): Promise<string> => {
  try {
    return decodeText(await readFile(file)) ?? '';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(code === 'EISDIR' ? `${file} is a folder.` : `No token can be read from ${file} (${code}).`);
  }
};

const lookForToken = async (io: Io, { tokenFile, local, store }: RemoteOptions): Promise<string> => {
  if (tokenFile !== undefined) return readToken(tokenFile);
  // A copy that `serve` runs has none.
  const own = local && (await readToken(join(store, 'token')).catch(() => undefined));
  if (own) return own;
  if (io.env.SAVED_STRING_TOKEN) return io.env.SAVED_STRING_TOKEN;
  if (canAsk(io)) return ask(io, 'Your token: ', { hidden: true });
  if (local) {
    const add = `npx --no saved-string editors add NAME --local --store ${store}`;
    throw new UsageError(`No token for this copy. Make one: ${add}`);
  }
  throw new UsageError('Set SAVED_STRING_TOKEN to your token, or name a file that holds it with --token-file.');
};

/**
 * Finds the editor's token: in the file named, beside the local copy's store, in the environment, or by asking. It is never an
 * argument, which others on this machine could read.
 *
 * @throws UsageError when there is none; CommandError when it is none, so that nothing else is ever sent in its place.
 */
export const findToken = async (io: Io, options: RemoteOptions): Promise<string> => {
  const token = (await lookForToken(io, options)).trim();
  if (parseToken(token)) return token;
  throw new CommandError('The token is incomplete or mistyped. Copy the whole token again.');
};
