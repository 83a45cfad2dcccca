import { chmod, mkdir, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { CommandError } from '../errors.ts';
import { readAddress } from './address.ts';

interface ValueIterator {
  next(): Promise<unknown>;
  close(): Promise<void>;
  return?(): Promise<void>;
}

interface Level {
  open(): Promise<void>;
  close(): Promise<void>;
  values(): ValueIterator;
}

const requireLikeDynalite = createRequire(createRequire(import.meta.url).resolve('dynalite'));

/** The database that dynalite keeps its tables in. */
export const { Level } = requireLikeDynalite('level') as {
  Level: { new (path: string): Level; readonly prototype: Level };
};

const requireLikeLevel = createRequire(requireLikeDynalite.resolve('level'));
const { AbstractValueIterator } = requireLikeLevel('abstract-level') as {
  AbstractValueIterator: { readonly prototype: ValueIterator };
};

// dynalite 4.0.0 ends an iterator by `return`, but these have only `close`: each query would leave one open, which
// holds about 50 KB outside of the heap.
AbstractValueIterator.prototype.return ??= function () {
  return this.close();
};

const otherFolder = 'or choose another folder with --store';

const reasons: Readonly<Record<string, string>> = {
  EEXIST: `it is not a folder. Move that file away, ${otherFolder}.`,
  ENOTDIR: `it is not a folder. Move that file away, ${otherFolder}.`,
  EACCES: `this user may not write there. Change its permissions, ${otherFolder}.`,
  LEVEL_LOCKED: `another running copy holds it. Stop that one, ${otherFolder}.`,
  LEVEL_CORRUPTION: `its files are damaged. Move it away to start over, ${otherFolder}.`,
};

const refuse = (directory: string, reason: string, options?: ErrorOptions): never => {
  const inside = relative('', directory);
  const name = inside.startsWith('..') ? directory : inside || 'the current folder';
  throw new CommandError(`Cannot use ${name} as the store: ${reason}`, options);
};

const listFolder = async (directory: string): Promise<readonly string[]> => {
  try {
    return await readdir(directory);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    return refuse(directory, reasons[code] ?? `${message}. Fix that, ${otherFolder}.`, { cause: error });
  }
};

/** Keeps other users of this machine out of all that is there, also of what an earlier version left. */
const makePrivate = async (directory: string): Promise<void> => {
  const inside = await readdir(directory, { recursive: true, withFileTypes: true });
  for (const entry of inside) {
    // A link may lead out of the folder.
    if (entry.isFile() || entry.isDirectory())
      await chmod(join(entry.parentPath, entry.name), entry.isFile() ? 0o600 : 0o700);
  }
};

/**
 * Opens the store's files once, with the library that dynalite opens them with: dynalite itself would start, and then
 * answer every request with an error that doesn't say why. A folder that holds something else is left alone.
 *
 * @throws CommandError
 */
export const probeStore = async (directory: string): Promise<void> => {
  if ((await listFolder(directory)).length > 0 && !(await readAddress(directory))) {
    return refuse(directory, `it holds other files. Choose an empty folder, or a new one, with --store.`);
  }
  const level = new Level(join(directory, 'tables'));
  try {
    // Files that LevelDB writes later are its owner's only, too.
    process.umask(0o077);
    await mkdir(directory, { recursive: true });
    // A container's volume may be another user's; the folders in it are not.
    await chmod(directory, 0o700).catch(() => {});
    await level.open();
    await makePrivate(directory);
    await level.close();
  } catch (error) {
    const { cause = error } = error as { cause?: unknown };
    const { code = '', message } = cause as NodeJS.ErrnoException;
    const reason = reasons[code] ?? `${message}. Fix that, ${otherFolder}.`;
    return refuse(directory, reason, { cause: error });
  }
};
