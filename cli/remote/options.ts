import { type Command, Option } from 'commander';
import { parseUrl } from './url.ts';

/** The options of every command that talks to a stage as its visitors and editors do, over HTTP. */
export interface RemoteOptions {
  /** Without a final slash. */
  readonly url?: string;
  readonly local?: true;
  /** The folder of the local copy's store. */
  readonly store: string;
  readonly tokenFile?: string;
  readonly json?: true;
}

/** Adds the options that say where the page is, whose token to send, and how to print the result. */
export const addRemoteOptions = (command: Command): Command =>
  command
    .option('--url <URL>', 'the address of the page; by default SAVED_STRING_URL', parseUrl)
    .addOption(new Option('--local', 'use the copy that npm start runs on this machine').conflicts('url'))
    .option('--store <DIR>', 'the folder of the local copy’s store', '.dynamodb')
    .option('--token-file <FILE>', 'a file with your token; by default SAVED_STRING_TOKEN, or you are asked')
    .option('--json', 'print the result as JSON');
