import type { Operation } from './linearizability.ts';

/** A value that a client saw. The page shows no version. */
export interface Shown {
  readonly version?: number;
  readonly text: string;
  readonly call: number;
  readonly return: number;
}

/** An attempt to save, and its outcome. */
export interface Attempt {
  /** Goes into the revision's note, so that the log tells which attempt created it. */
  readonly name: string;
  /** The value to save, or the version to restore. */
  readonly wanted: string | number;
  readonly expectedVersion: number | undefined;
  readonly call: number;
  readonly return: number;
  readonly saved: number | 'refused' | 'unknown';
}

/** A revision as the log shows it. */
export interface LoggedRevision {
  readonly version: number;
  readonly value: string;
  readonly note: string | null;
}

/** Identifies a revision: a restored string occurs twice. */
export const identify = (note: string | null, text: string | undefined) => `${note}: ${text}`;

/** Translates the clients' observations into the checker's terms. The log tells which revision a string belongs to. */
export const toHistory = (
  log: readonly LoggedRevision[],
  shown: readonly Shown[],
  attempts: readonly Attempt[],
): Operation[] => {
  const withText = Map.groupBy(log, ({ value }) => value);
  const reads = shown.flatMap(({ version, text, ...times }): Operation[] => {
    const candidates = (withText.get(text) ?? []).filter(
      (revision) => version === undefined || revision.version === version,
    );
    const [revision, ...others] = candidates;
    // A page with a restored string may show either of the two revisions, and so proves nothing.
    if (revision && others.length > 0) return [];
    // If the log has no such revision, the checker reports that no one wrote it.
    const value = revision ? identify(revision.note, text) : text;
    return [{ kind: 'read', version: revision?.version ?? version ?? -1, value, ...times }];
  });
  const writes = attempts.map(({ name, wanted, ...attempt }): Operation => {
    const text = typeof wanted === 'string' ? wanted : log[wanted]?.value;
    return { kind: 'write', value: identify(name, text), ...attempt };
  });
  // The log tells what each version holds, but not when it was current.
  const always = { call: Number.NEGATIVE_INFINITY, return: Number.POSITIVE_INFINITY };
  const entries = log.map(
    ({ version, value, note }): Operation => ({ kind: 'read', version, value: identify(note, value), ...always }),
  );
  return [...reads, ...writes, ...entries];
};
