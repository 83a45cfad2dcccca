import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';

const listFolders = (folder: string): string[] => [
  folder,
  ...readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name)),
];

/**
 * Watches a folder and all below it, folders to come included.
 *
 * Each folder is watched by itself, because Node's own recursive watching loses a file on Linux once an editor has
 * replaced it, and libraries leave out changes that follow each other too soon: the last one may be what completes a
 * half-written file.
 *
 * @param onChange Called for each change, and for some several times.
 * @returns what ends it.
 */
export const watchFolder = (folder: string, onChange: () => void): (() => void) => {
  let watchers = new Map<string, FSWatcher>();

  const watchOne = (path: string): FSWatcher =>
    watch(path, () => {
      try {
        update();
      } catch {
        // A folder went while they were listed. Its removal is told, too.
      }
      onChange();
      // A folder that is removed is noticed by the one around it.
    }).on('error', () => {});

  const update = () => {
    const kept = new Map<string, FSWatcher>();
    for (const path of listFolders(folder)) {
      // A folder that was removed and made again has the same name and needs another watcher.
      const { ino, birthtimeMs } = statSync(path);
      const key = `${path} ${ino} ${birthtimeMs}`;
      kept.set(key, watchers.get(key) ?? watchOne(path));
    }
    for (const [key, watcher] of watchers) if (!kept.has(key)) watcher.close();
    watchers = kept;
  };

  update();
  return () => {
    for (const watcher of watchers.values()) watcher.close();
  };
};
