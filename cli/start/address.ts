import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
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

/** Proves that its sender can read the folder: nobody learns the key from it. */
export const proofOf = (key: string, path: string): string => createHmac('sha256', key).update(path).digest('hex');

/** How long a busy machine may take. */
const PROOF_MS = 10_000;

/**
 * Whether the copy itself listens at the endpoint, and not another user of this machine who took the port once it had stopped.
 *
 * @throws Error when nobody answers.
 */
export const provesItself = async ({ endpoint, key }: Address): Promise<boolean> => {
  const path = `/${randomUUID()}`;
  const asked = request(endpoint + path, { method: 'HEAD', agent: false, signal: AbortSignal.timeout(PROOF_MS) }).end();
  const [{ headers }] = (await once(asked, 'response')) as [IncomingMessage];
  asked.destroy();
  return headers.proof === proofOf(key, path);
};
