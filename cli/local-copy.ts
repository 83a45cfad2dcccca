import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { CommandError } from './errors.ts';
import { type Address, readAddress } from './start/address.ts';

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
    .option('--store <DIR>', 'the folder of its store', '.dynamodb');

/** @throws CommandError when no copy ever used the folder. */
export const findCopy = async (store: string): Promise<Address> => {
  const address = await readAddress(resolve(store));
  if (address) return address;
  throw new CommandError(
    `No copy on this machine uses the store in ${store}. Start one: npm start -- --store ${store}`,
  );
};

/** The copy has been there, and is gone. */
export const stoppedCopy = (store: string, options?: ErrorOptions): CommandError =>
  new CommandError(`The copy that used the store in ${store} has stopped. Start it again.`, options);
