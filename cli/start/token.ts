import { join } from 'node:path';
import { createDynamoEditorRegistry } from '../editors/dynamodb-registry.ts';
import { addEditor, statusOf } from '../editors/registry.ts';
import { type Address, writePrivate } from './address.ts';
import { createLocalClient } from './client.ts';

/** Stands beside what is saved from the playground of this machine. */
const NAME = 'local';

const LIFETIME_MS = 365 * 86_400_000;

/**
 * Makes the people who work on this machine an editor of the local store, with a new token at each start, because links
 * with a token stay in a browser's history. The tokens of earlier starts are revoked. Scripts find the current one in
 * the file `token` beside the store, which only its owner can read and which is never seen half-written.
 */
export const renewToken = async (directory: string, address: Address): Promise<string> => {
  const client = createLocalClient(address);
  const registry = createDynamoEditorRegistry(client, address.tableName);
  const { signal } = new AbortController();
  const now = new Date();
  try {
    for (const old of await registry.list(signal)) {
      if (old.name === NAME && statusOf(old, now) === 'active')
        await registry.revoke(old.id, now.toISOString(), signal);
    }
    const { token } = await addEditor(registry, { name: NAME, lifetime: LIFETIME_MS, now }, signal);
    await writePrivate(join(directory, 'token'), token);
    return token;
  } finally {
    client.destroy();
  }
};
