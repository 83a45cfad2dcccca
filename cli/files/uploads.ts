import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Upload } from '../../src/browser/client/upload.ts';

import type { Io } from '../io.ts';

/** The owner of an upload: the same file, unchanged, to the same stage. */
export interface Source {
  readonly url: string;
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
}

/** Keeps one upload on this machine, readable for its user only. */
export const createUploads = ({ env }: Io, { url, path, size, mtimeMs }: Source) => {
  const folder = join(env.HOME ?? homedir(), '.cache', 'saved-string', 'uploads');
  const name = createHash('sha256')
    .update(JSON.stringify([url, path, size, mtimeMs]))
    .digest('hex');
  const file = join(folder, `${name}.json`);
  let saving = Promise.resolve();
  return {
    /** @returns undefined if there is none, or its file has ended. */
    read: async (): Promise<Upload | undefined> => {
      try {
        const upload: Upload = JSON.parse(await readFile(file, 'utf8'));
        return Date.parse(upload.until) > Date.now() ? upload : undefined;
      } catch {
        return undefined;
      }
    },
    save: (upload: Upload): Promise<void> => {
      saving = saving.then(async () => {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(`${file}.new`, JSON.stringify(upload), { mode: 0o600 });
        await rename(`${file}.new`, file);
      });
      return saving;
    },
    forget: () => rm(file, { force: true }),
  };
};
