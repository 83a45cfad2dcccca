/** A text that is not saved yet. */
export interface Draft {
  /** Names and values of the form. */
  readonly values: readonly (readonly [string, string])[];
  /** The string that visitors read when it was begun. */
  readonly base: { readonly version: number; readonly value: string };
  /** The planned string that it changes. */
  readonly planId?: string | undefined;
}

const keyOf = (name: string): string => `saved-string:${name}`;

const readFrom = (storage: Storage, name: string) => JSON.parse(storage.getItem(keyOf(name)) ?? 'null') ?? undefined;

const writeTo = (storage: Storage, name: string, value: unknown): void =>
  value === undefined ? storage.removeItem(keyOf(name)) : storage.setItem(keyOf(name), JSON.stringify(value));

/** The editor's token: in this tab, or, if they want to stay signed in, in this browser. It is kept nowhere else. */
export const storedToken = {
  key: keyOf('token'),
  read: (): string | undefined => readFrom(sessionStorage, 'token') ?? readFrom(localStorage, 'token'),
  isKept: (): boolean => readFrom(localStorage, 'token') !== undefined,
  write: (token: string | undefined, isKept = false): void => {
    writeTo(sessionStorage, 'token', isKept ? undefined : token);
    writeTo(localStorage, 'token', isKept ? token : undefined);
  },
};

/** One value of this tab, which survives a reload. That of an editor who stays signed in survives the tab, too. */
export const createCell = <Value>(name: string) => ({
  read: (): Value | undefined => readFrom(sessionStorage, name) ?? readFrom(localStorage, name),
  write: (value: Value | undefined): void => {
    writeTo(sessionStorage, name, value);
    writeTo(localStorage, name, storedToken.isKept() ? value : undefined);
  },
});

/** The text that is not saved yet. */
export const storedDraft = createCell<Draft>('draft');

/** The last text that was given up, so that it can be put back. */
export const storedDropped = createCell<Draft>('dropped');
