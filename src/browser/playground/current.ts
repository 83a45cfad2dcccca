/** What visitors read. */
export interface Current {
  version: number;
  value: string;
}

/** An editor who waits longer opens the playground without what visitors read. */
const READ_TIMEOUT_MS = 3_000;

export const readCurrent = async (): Promise<Current | undefined> => {
  try {
    const signal = AbortSignal.timeout(READ_TIMEOUT_MS);
    const response = await fetch('./', { headers: { accept: 'application/json' }, signal });
    return response.ok ? ((await response.json()) as Current) : undefined;
  } catch {
    return undefined;
  }
};

const KEY = 'saved-string:own-versions';
const versions = new Set<number>(JSON.parse(sessionStorage.getItem(KEY) ?? '[]'));

/** The versions that were made in this tab of the browser, also before a reload. */
export const ownVersions = {
  has: (version: number): boolean => versions.has(version),
  add: (version: number): void => {
    versions.add(version);
    sessionStorage.setItem(KEY, JSON.stringify([...versions]));
  },
};
