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

/** @returns undefined where no copy ever ran: its file is what tells a store from any other folder. */
export const readAddress = async (directory: string): Promise<Address | undefined> => {
  try {
    const { endpoint, tableName } = JSON.parse(await readFile(fileIn(directory), 'utf8')) as Partial<Address>;
    return endpoint !== undefined && tableName !== undefined ? { endpoint, tableName } : undefined;
  } catch {
    return undefined;
  }
};
