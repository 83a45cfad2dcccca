import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { startLocalServer } from '../support/browser/local-server.ts';
import { put, sha256 } from '../support/files/files-for-each-test.ts';

const soup = Buffer.from('soup');

/** Begins to share a file with a local copy, and sends its only part. */
const send = async (url: string, token: string) => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const post = (path: string, body: unknown) =>
    fetch(`${url}/files${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  const begun = await post('', { name: 'soup.txt', type: 'text/plain', size: soup.length, seconds: 60 });
  if (!begun.ok) return begun.status;
  const { id } = (await begun.json()) as { id: string };
  const signed = await post(`/${id}/parts`, { parts: [{ number: 1, sha256: sha256(soup) }] });
  const { parts } = (await signed.json()) as { parts: [{ url: string }] };
  return (await put(parts[0].url, soup)).status;
};

test.each([
  [['--files'], 200],
  [[], 404],
])('npm start -- %j answers who shares a file with %s', async (args, status) => {
  const directory = await mkdtemp(join(tmpdir(), 'saved-string-'));
  const copy = await startLocalServer({ directory: join(directory, 'store'), args });
  try {
    expect(await send(copy.url, copy.token)).toBe(status);
  } finally {
    // Its last process has gone then: S3's, too.
    expect(await copy.stop()).toMatchObject({ code: 0 });
    await rm(directory, { recursive: true });
  }
});
