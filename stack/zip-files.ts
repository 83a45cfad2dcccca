import { zipSync } from 'fflate';

/** Lambda's own user reads the files, and all others may. */
const UNIX = 3;
const READABLE_FILE = 0o100644 << 16;

/**
 * Packs files into a ZIP archive. The same files give the same bytes, at any time and on any platform.
 *
 * @param files The contents by path, with this platform's separators.
 */
export const zipFiles = (files: Readonly<Record<string, Uint8Array>>): Uint8Array => {
  const entries = Object.entries(files).map(([path, contents]) => [path.replaceAll('\\', '/'), contents] as const);
  return zipSync(Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1))), {
    level: 9,
    os: UNIX,
    attrs: READABLE_FILE,
    // ZIP begins its time here.
    mtime: new Date(1980, 0, 1),
  });
};
