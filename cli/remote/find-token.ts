import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseToken } from '../../src/domain/token.ts';
import { CommandError, UsageError } from '../errors.ts';
import { ask, canAsk } from './ask.ts';
import type { RemoteOptions } from './options.ts';

const readToken = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CommandError(`No token can be read from ${file} (${(error as NodeJS.ErrnoException).code}).`);
  }
};

const read = async ({ tokenFile, local, store }: RemoteOptions): Promise<string> => {
  if (tokenFile !== undefined) return readToken(tokenFile);
  if (local) return readToken(join(store, 'token'));
  if (process.env.SAVED_STRING_TOKEN) return process.env.SAVED_STRING_TOKEN;
  if (canAsk()) return ask('Your token: ', { hidden: true });
  throw new UsageError('Set SAVED_STRING_TOKEN to your token, or name a file that holds it with --token-file.');
};

/**
 * Finds the editor's token: in the file named, beside the local copy's store, in the environment, or by asking. It is never an
 * argument, which others on this machine could read.
 *
 * @throws UsageError when there is none; CommandError when it is none, so that nothing else is ever sent in its place.
 */
export const findToken = async (options: RemoteOptions): Promise<string> => {
  const token = (await read(options)).trim();
  if (parseToken(token)) return token;
  throw new CommandError('The token is incomplete. Copy the whole token again.');
};
