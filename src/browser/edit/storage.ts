/** A text that is not saved yet. */
export interface Draft {
  /** Names and values of the form. */
  readonly values: readonly (readonly [string, string])[];
  /** The string that visitors read when it was begun. */
  readonly base: { readonly version: number; readonly value: string };
  /** The planned string that it changes. */
  readonly planId?: string | undefined;
}

/** One value in the storage of this tab, which survives a reload, or of this browser. */
export const createCell = <Value>(name: string, storage = sessionStorage) => {
  const key = `saved-string:${name}`;
  return {
    key,
    read: (): Value | undefined => JSON.parse(storage.getItem(key) ?? 'null') ?? undefined,
    write: (value: Value | undefined): void =>
      value === undefined ? storage.removeItem(key) : storage.setItem(key, JSON.stringify(value)),
  };
};

const tabToken = createCell<string>('token');
const keptToken = createCell<string>('token', localStorage);

/** The editor's token: in this tab, or, if they want to stay signed in, in this browser. It is kept nowhere else. */
export const storedToken = {
  key: keptToken.key,
  read: (): string | undefined => tabToken.read() ?? keptToken.read(),
  isKept: (): boolean => keptToken.read() !== undefined,
  write: (token: string | undefined, isKept = false): void => {
    tabToken.write(isKept ? undefined : token);
    keptToken.write(isKept ? token : undefined);
  },
};

/** The text that is not saved yet. */
export const storedDraft = createCell<Draft>('draft');

/** The last text that was given up, so that it can be put back. */
export const storedDropped = createCell<Draft>('dropped');
