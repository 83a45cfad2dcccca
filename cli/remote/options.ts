import type { Command } from 'commander';
import { addLocalOptions, type LocalOptions } from '../local-copy.ts';
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
