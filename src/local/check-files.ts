import { createRequire } from 'node:module';
import { join, relative } from 'node:path';

/** The folder of the store cannot be used. The message is one line that says why and what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

interface Level {
  open(): Promise<void>;
  close(): Promise<void>;
}

const otherFolder = 'or choose another folder with --store';

const reasons: Readonly<Record<string, string>> = {
  EEXIST: `it is not a folder. Move that file away, ${otherFolder}.`,
  ENOTDIR: `it is not a folder. Move that file away, ${otherFolder}.`,
  EACCES: `this user may not write there. Change its permissions, ${otherFolder}.`,
  LEVEL_LOCKED: `another running copy holds it. Stop that one, ${otherFolder}.`,
  LEVEL_CORRUPTION: `its files are damaged. Move it away to begin anew, ${otherFolder}.`,
};

/**
 * Opens the store's files once, with the library that dynalite opens them with: dynalite itself would start, and then
 * answer every request with an error that doesn't say why.
 *
 * @throws StoreError
 */
export const checkFiles = async (directory: string): Promise<void> => {
  const require = createRequire(import.meta.url);
  const { Level } = createRequire(require.resolve('dynalite'))('level') as { Level: new (path: string) => Level };
  const level = new Level(join(directory, 'tables'));
  try {
    await level.open();
    await level.close();
  } catch (error) {
    const { cause } = error as { cause?: { code?: string; message?: string } };
    const reason = reasons[cause?.code ?? ''] ?? `${cause?.message ?? error}. Put it right, ${otherFolder}.`;
    const inside = relative('', directory);
    const name = inside.startsWith('..') ? directory : inside;
    throw new StoreError(`Cannot use ${name} as the store: ${reason}`, { cause: error });
  }
};
