import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { parseFolder } from './arguments.ts';
import { CommandError } from './errors.ts';
import { type Address, provesItself, readAddress } from './start/address.ts';

/** The copy on this machine. */
export interface LocalOptions {
  readonly local?: true;
  /** The folder of its store. */
  readonly store: string;
}

/** Adds the options that choose the copy on this machine instead of `other`, an option. */
export const addLocalOptions = (command: Command, other: string): Command =>
  command
    .addOption(
      new Option('--local', 'use the copy that npm start, or serve --store, runs on this machine').conflicts(other),
    )
    .option('--store <DIR>', 'the folder of its store', parseFolder, '.dynamodb');

/**
 * Finds the copy that uses a folder, before a token or a text is sent to it.
 *
 * @throws CommandError when none ever did, it has stopped, or another program listens in its place.
 */
export const findCopy = async (store: string): Promise<Address> => {
  const address = await readAddress(resolve(store));
  if (!address) {
    throw new CommandError(
      `No copy on this machine uses the store in ${store}. Start one: npm start -- --store ${store}`,
    );
  }
  const isProved = await provesItself(address).catch((cause) => {
    throw new CommandError(`The copy that used the store in ${store} has stopped. Start it again.`, { cause });
  });
  if (isProved) return address;
  throw new CommandError(
    `Another program listens where the copy that used the store in ${store} did. Nothing was sent to it. Start the copy again.`,
  );
};

/**
 * Finds the page of the copy that uses a folder: its process holds that port, too.
 *
 * @returns without a final slash.
 * @throws CommandError as findCopy does.
 */
export const findPage = async (store: string): Promise<string> => {
  const { url } = await findCopy(store);
  if (url !== undefined) return url;
  throw new CommandError(`The copy that uses the store in ${store} has no page.`);
};
