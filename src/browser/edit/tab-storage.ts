/** A text that is not saved yet. */
export interface Draft {
  readonly text: string;
  readonly note: string;
  /** The values of the fields for begin and end; empty for now, and for no end. */
  readonly from: string;
  readonly until: string;
  /** The string that visitors read when it was begun. */
  readonly base: { readonly version: number; readonly value: string };
}

/** One value in this tab's storage: it survives a reload, and goes with the tab. */
export const createCell = <Value>(name: string) => {
  const key = `saved-string:${name}`;
  return {
    read: (): Value | undefined => JSON.parse(sessionStorage.getItem(key) ?? 'null') ?? undefined,
    write: (value: Value | undefined): void =>
      value === undefined ? sessionStorage.removeItem(key) : sessionStorage.setItem(key, JSON.stringify(value)),
  };
};

/** The editor's token. It is kept nowhere else. */
export const storedToken = createCell<string>('token');

/** The text that is not saved yet. */
export const storedDraft = createCell<Draft>('draft');

/** The last text that was given up, so that it can be put back. */
export const storedDropped = createCell<Draft>('dropped');
