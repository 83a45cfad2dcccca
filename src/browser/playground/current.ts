/** The string that visitors read. */
export interface Current {
  version: number;
  value: string;
}

/** Makes the variables of the examples: the version before it is the one that can be brought back. */
export const toVariables = ({ version, value }: Current) => ({
  expectedVersion: version,
  version: Math.max(version - 1, 0),
  value,
});

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
