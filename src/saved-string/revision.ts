/** One saved string, with who saved it, when and why. */
export interface Revision {
  /** 0 for the initial string; saved strings count up from 1 without gaps. */
  readonly version: number;
  readonly value: string;
  /** RFC 3339 in UTC; null for version 0. */
  readonly savedAt: string | null;
  /** The editor's name; null for version 0. */
  readonly savedBy: string | null;
  /** The editor's reason, in their own words. */
  readonly note: string | null;
  /** The version that this one brought back. */
  readonly restores: number | null;
  /** When it ends by itself, and an earlier string comes back: RFC 3339 in UTC. Null if it has no end. */
  readonly until: string | null;
  /** The version whose string it kept: this revision only changed what is planned. Null for all others. */
  readonly keeps: number | null;
}

/** Makes the revision that visitors read before the first save: version 0, which is never stored. */
export const initialRevision = (value: string): Revision => ({
  version: 0,
  value,
  savedAt: null,
  savedBy: null,
  note: null,
  restores: null,
  until: null,
  keeps: null,
});
