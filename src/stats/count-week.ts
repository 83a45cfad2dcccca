import { findRevisionAt } from '../saved-string/find-revision-at.ts';
import type { Revision } from '../saved-string/revision.ts';
import type { SavedString } from '../saved-string/saved-string.ts';
import type { IsoWeek } from './iso-week.ts';

/** What one week's revisions tell. The log never changes, so a week that is over has the same numbers forever. */
export interface WeekStats {
  /** Such as `2026-W47`. */
  readonly week: string;
  /** The first moment of the week, and the first one after it; RFC 3339 in UTC. */
  readonly from: string;
  readonly until: string;
  /** Counts all revisions, and those that brought back an old string. */
  readonly saves: number;
  readonly restores: number;
  /** Most saves first. */
  readonly editors: readonly { readonly name: string; readonly saves: number }[];
  /** The saved string that stood longest in this week; null if there was none yet. */
  readonly longestShown: Revision | null;
  /** In seconds; 0 if there was none yet. */
  readonly longestShownSeconds: number;
}

type Log = Pick<SavedString, 'latest' | 'revision' | 'history'>;

const PAGE_REVISIONS = 100;

/** Reads the revisions above one version up to another, oldest first. */
const readBetween = async (log: Log, after: number, newest: number): Promise<Revision[]> => {
  const found: Revision[] = [];
  for (let before = newest + 1; before > after + 1; before = found.at(-1)?.version ?? 0) {
    const { revisions } = await log.history({ first: Math.min(before - after - 1, PAGE_REVISIONS), before });
    if (revisions.length === 0) break;
    found.push(...revisions);
  }
  return found.reverse();
};

const countEditors = (revisions: readonly Revision[]): WeekStats['editors'] => {
  const saves = new Map<string, number>();
  for (const { savedBy } of revisions) if (savedBy !== null) saves.set(savedBy, (saves.get(savedBy) ?? 0) + 1);
  return [...saves]
    .map(([name, count]) => ({ name, saves: count }))
    .toSorted((a, b) => b.saves - a.saves || a.name.localeCompare(b.name));
};

/** @param end The first moment that does not count. */
const findLongest = (shown: readonly Revision[], { from }: IsoWeek, end: number) => {
  let longest: Pick<WeekStats, 'longestShown' | 'longestShownSeconds'> = { longestShown: null, longestShownSeconds: 0 };
  const startOf = ({ savedAt }: Revision) => Math.max(Date.parse(savedAt ?? ''), from.getTime());
  // A string that is saved again stands on.
  const changes = shown.filter(({ value }, index) => value !== shown[index - 1]?.value);
  changes.forEach((revision, index) => {
    const next = changes[index + 1];
    const seconds = Math.floor(((next ? startOf(next) : end) - startOf(revision)) / 1_000);
    if (!longest.longestShown || seconds > longest.longestShownSeconds) {
      longest = { longestShown: revision, longestShownSeconds: seconds };
    }
  });
  return longest;
};

/** Counts what was saved in a week, from the log alone. A week that is not over is counted until now. */
export const countWeek = async (week: IsoWeek, log: Log, now: Date): Promise<WeekStats> => {
  const find = (version: number) => log.revision(version);
  const last = await findRevisionAt(new Date(week.until.getTime() - 1), { newest: await log.latest(), find });
  const before = last && (await findRevisionAt(new Date(week.from.getTime() - 1), { newest: last, find }));
  const added = last ? await readBetween(log, before?.version ?? 0, last.version) : [];
  // A change of the plan saves no string.
  const revisions = added.filter(({ keeps }) => keeps === null);
  return {
    week: week.name,
    from: week.from.toISOString(),
    until: week.until.toISOString(),
    saves: revisions.length,
    restores: revisions.filter(({ restores }) => restores !== null).length,
    editors: countEditors(revisions),
    ...findLongest(before ? [before, ...revisions] : revisions, week, Math.min(week.until.getTime(), now.getTime())),
  };
};
