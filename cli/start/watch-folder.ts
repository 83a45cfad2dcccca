import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';

/** How often folders are looked for that came without a word, such as one that was removed and made again. */
const LOOK_MS = 500;

const listFolders = (folder: string): string[] => [
  folder,
  ...readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name)),
];

/**
 * Watches a folder and all below it, folders to come included, and goes on when the folder itself is removed and comes back.
 *
 * Each folder is watched by itself, because Node's own recursive watching loses a file on Linux once an editor has
 * replaced it, and libraries leave out changes that follow each other too soon: the last one may be what completes a
 * half-written file.
 *
 * @param onChange Called for each change, and for some several times. It must not throw.
 * @returns what ends it.
 */
export const watchFolder = (folder: string, onChange: () => void): (() => void) => {
  const watchers = new Map<string, FSWatcher>();

  /** @returns whether there are other folders than before. */
  const update = (): boolean => {
    const found = new Set<string>();
    let isOther = false;
    try {
      for (const path of listFolders(folder)) {
        // A folder that was removed and made again has the same name and needs another watcher.
        const { ino, birthtimeMs } = statSync(path);
        const key = `${path} ${ino} ${birthtimeMs}`;
        found.add(key);
        if (watchers.has(key)) continue;
        watchers.set(
          key,
          watch(path, change).on('error', () => {}),
        );
        isOther = true;
      }
    } catch {
      // A folder went while they were listed. The next look finds what is left.
      return isOther;
    }
    for (const [key, watcher] of watchers) {
      if (found.has(key)) continue;
      watcher.close();
      watchers.delete(key);
      isOther = true;
    }
    return isOther;
  };

  const change = () => {
    update();
    onChange();
  };

  update();
  const timer = setInterval(() => update() && onChange(), LOOK_MS).unref();
  return () => {
    clearInterval(timer);
    for (const watcher of watchers.values()) watcher.close();
  };
};
