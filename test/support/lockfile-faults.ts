/** One entry of package-lock.json, version 3. */
interface Entry {
  readonly integrity?: string;
  readonly resolved?: string;
  /** It comes within the archive of the package that it is nested in, whose hash covers it. */
  readonly inBundle?: boolean;
}

export interface Lockfile {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, Entry>>;
}

/** 64 bytes in base64. */
const SHA512 = /^sha512-[A-Za-z0-9+/]{86}==$/;

/**
 * @returns a sentence for each package whose content the lockfile does not pin, or that it wants from an address. Packages
 *   come from the registry that npm is set to, and from nowhere else.
 */
export const findLockfileFaults = ({ lockfileVersion, packages }: Lockfile): string[] => {
  const faults = lockfileVersion === 3 ? [] : [`The lockfile has version ${lockfileVersion}`];
  for (const [path, { integrity, resolved, inBundle = false }] of Object.entries(packages)) {
    if (path === '') continue;
    if (!inBundle && !SHA512.test(integrity ?? '')) faults.push(`${path} has no sha512`);
    if (resolved !== undefined) faults.push(`${path} comes from ${resolved}`);
  }
  return faults;
};
