import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDynamoEditorRegistry } from '../dynamodb/editor-registry.ts';
import { createAuthenticate } from '../editors/authenticate.ts';
import { addEditor, parseLifetime, statusOf } from '../editors/registry.ts';
import type { Address } from './address.ts';
import { createLocalClient } from './client.ts';

/** Stands beside what is saved from the playground of this machine. */
const NAME = 'local';

/**
 * Makes whoever works on this machine an editor of the local store. The token is kept beside the store, readable by its
 * owner only, so that it stays the same from one start to the next; one that opens nothing any more is replaced.
 */
export const provideToken = async (directory: string, { endpoint, tableName }: Address): Promise<string> => {
  const client = createLocalClient(endpoint);
  const registry = createDynamoEditorRegistry(client, tableName);
  const { signal } = new AbortController();
  const file = join(directory, 'token');
  const now = new Date();
  try {
    const kept = await readFile(file, 'utf8').catch(() => '');
    const authenticate = createAuthenticate({ tokens: registry, now: () => now });
    if (await authenticate(`Bearer ${kept}`, signal).catch(() => undefined)) return kept;

    for (const lost of await registry.list(signal)) {
      if (lost.name === NAME && statusOf(lost, now) === 'active')
        await registry.revoke(lost.id, now.toISOString(), signal);
    }
    const { token } = await addEditor(registry, { name: NAME, lifetime: parseLifetime('3650d'), now }, signal);
    await writeFile(file, token, { mode: 0o600 });
    return token;
  } finally {
    client.destroy();
  }
};
