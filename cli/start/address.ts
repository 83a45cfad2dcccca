import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the store of a running copy is, what opens it, what its table is called, and where the page is. */
export interface Address {
  readonly endpoint: string;
  /** The access key ID that each request must carry. It is new at each start. */
  readonly key: string;
  readonly tableName: string;
  /** Without a final slash; undefined for a store without a page. */
  readonly url?: string | undefined;
}

/** Writes a file that only its owner can read, and that is never seen half-written. */
export const writePrivate = async (file: string, text: string): Promise<void> => {
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
};

const fileIn = (directory: string): string => join(directory, 'address.json');

export const writeAddress = (directory: string, address: Address): Promise<void> =>
  writePrivate(fileIn(directory), JSON.stringify(address));

/** @returns undefined where no copy ever ran: its file is what tells a store from any other folder. */
export const readAddress = async (directory: string): Promise<Address | undefined> => {
  try {
    const address = JSON.parse(await readFile(fileIn(directory), 'utf8')) as Partial<Address>;
    const { endpoint, key = '', tableName, url } = address;
    return endpoint !== undefined && tableName !== undefined ? { endpoint, key, tableName, url } : undefined;
  } catch {
    return undefined;
  }
};
