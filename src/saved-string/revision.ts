/** One saved string, with who saved it, when and why. */
export interface Revision {
  /** 0 is the initial string, before anybody saved; then 1, 2, 3 and so on without gaps. */
  readonly version: number;
  readonly value: string;
  /** RFC 3339, UTC; null for version 0. */
  readonly savedAt: string | null;
  /** The editor's name; null for version 0. */
  readonly savedBy: string | null;
  /** Why it was saved, in the editor's words. */
  readonly note: string | null;
  /** The version that this one brought back. */
  readonly restores: number | null;
}

/** What everybody sees before anybody has saved: version 0, which is never stored. */
export const initialRevision = (value: string): Revision => ({
  version: 0,
  value,
  savedAt: null,
  savedBy: null,
  note: null,
  restores: null,
});
