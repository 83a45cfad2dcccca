import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the store of a running copy is, and what its table is called. */
export interface Address {
  readonly endpoint: string;
  readonly tableName: string;
}

const fileIn = (directory: string): string => join(directory, 'address.json');

export const writeAddress = (directory: string, address: Address): Promise<void> =>
  writeFile(fileIn(directory), JSON.stringify(address));

/** @returns undefined where no copy ever ran. */
export const readAddress = async (directory: string): Promise<Address | undefined> => {
  const text = await readFile(fileIn(directory), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Address);
};
