import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the store of a running copy is, what its table is called, and where the page is. */
export interface Address {
  readonly endpoint: string;
  readonly tableName: string;
  /** Without a final slash; undefined for a store without a page. */
  readonly url?: string | undefined;
}

const fileIn = (directory: string): string => join(directory, 'address.json');

export const writeAddress = (directory: string, address: Address): Promise<void> =>
  writeFile(fileIn(directory), JSON.stringify(address));

/** @returns undefined where no copy ever ran: its file is what tells a store from any other folder. */
export const readAddress = async (directory: string): Promise<Address | undefined> => {
  try {
    const { endpoint, tableName, url } = JSON.parse(await readFile(fileIn(directory), 'utf8')) as Partial<Address>;
    return endpoint !== undefined && tableName !== undefined ? { endpoint, tableName, url } : undefined;
  } catch {
    return undefined;
  }
};
