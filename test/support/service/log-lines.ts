import type { Entry } from '../../../src/domain/entry.ts';
import type { Revision } from '../../../src/domain/revision.ts';

/** Creates a revision that follows every rule. */
export const createRevision = (version: number, other: Partial<Revision> = {}): Revision => ({
  version,
  value: `value ${version}`,
  savedAt: '2026-01-31T09:30:00.000Z',
  savedBy: 'Ada',
  note: null,
  restores: null,
  until: null,
  keeps: null,
  ...other,
});

/** Creates an exported log by hand, one line per value. */
export const createLogFile = (values: readonly string[]): string =>
  values
    .map((value, index) => {
      const text = JSON.stringify(value);
      const version = index + 1;
      return `{"version":${version},"value":${text},"savedAt":"2026-01-31T09:30:00.000Z","savedBy":"Ada","note":null,"restores":null}\n`;
    })
    .join('');

/** Creates `count` different values. */
export const createValues = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `value ${index + 1}`);

/** Makes a committed entry without a lease. */
export const toEntry = (revision: Revision): Entry => ({
  revision,
  returns: null,
  plan: null,
  dueAt: Number.POSITIVE_INFINITY,
  at: null,
  leaseMs: 0,
  state: 'committed',
  writeId: `write ${revision.version}`,
});
