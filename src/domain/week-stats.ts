import { InvalidInputError } from './errors.ts';
import { shorten } from './heading.ts';
import type { Revision } from './revision.ts';
import { findRevisionAt } from './revision-at.ts';
import type { SavedString } from './saved-string.ts';

/** A week as in ISO 8601, in UTC: it begins on Monday, and belongs to the year of its Thursday. */
export interface IsoWeek {
  /** Such as `2026-W47`. */
  readonly name: string;
  /** The first moment of the week. */
  readonly from: Date;
  /** The first moment after the week. */
  readonly until: Date;
}

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** The first Monday before 1970, which began on a Thursday. */
const FIRST_MONDAY = -3 * DAY_MS;

/** Finds the week that a time belongs to. */
export const weekOf = (time: Date): IsoWeek => {
  const monday = time.getTime() - ((((time.getTime() - FIRST_MONDAY) % WEEK_MS) + WEEK_MS) % WEEK_MS);
  const thursday = new Date(monday + 3 * DAY_MS);
  const year = thursday.toISOString().slice(0, 4);
  const number = 1 + Math.floor((thursday.getTime() - Date.parse(year)) / WEEK_MS);
  return {
    name: `${year}-W${String(number).padStart(2, '0')}`,
    from: new Date(monday),
    until: new Date(monday + WEEK_MS),
  };
};

/** Finds the last week that is over. */
export const lastWeek = (now: Date): IsoWeek => weekOf(new Date(now.getTime() - WEEK_MS));

/** @throws InvalidInputError unless the name is that of a week which has begun. */
export const parseWeek = (name: string, now: Date): IsoWeek => {
  const [, year, number] = /^(\d{4})-W(\d\d)$/.exec(name) ?? [];
  // The 4th of January is always in the first week. The name of a week that the year does not have comes out different.
  const week = year && weekOf(new Date(Date.parse(`${year}-01-04`) + (Number(number) - 1) * WEEK_MS));
  if (!week || week.name !== name) throw new InvalidInputError(`\`week\` must be an ISO week such as 2026-W47.`);
  if (week.from > now) throw new InvalidInputError(`The week ${name} has not begun.`);
  return week;
};

/** The numbers of one week's revisions. The log never changes, so a week that is over has the same numbers forever. */
export interface WeekStats {
  /** Such as `2026-W47`. */
  readonly week: string;
  /** The first moment of the week, and the first one after it; RFC 3339 in UTC. */
  readonly from: string;
  readonly until: string;
  /** Counts the strings that were saved or began by themselves, and those that were brought back. */
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
  const revisions = last ? await readBetween(log, before?.version ?? 0, last.version) : [];
  // The others only changed what is planned.
  const saved = revisions.filter(({ keeps }) => keeps === null);
  return {
    week: week.name,
    from: week.from.toISOString(),
    until: week.until.toISOString(),
    saves: saved.length,
    restores: saved.filter(({ restores }) => restores !== null).length,
    editors: countEditors(saved),
    ...findLongest(before ? [before, ...saved] : saved, week, Math.min(week.until.getTime(), now.getTime())),
  };
};

/** In characters. */
const MAX_STRING_LENGTH = 200;

const DURATION = new Intl.DurationFormat('en', { style: 'long', secondsDisplay: 'auto', minutesDisplay: 'always' });

const describeDuration = (seconds: number): string =>
  DURATION.format({
    days: Math.floor(seconds / 86_400),
    hours: Math.floor(seconds / 3_600) % 24,
    minutes: Math.floor(seconds / 60) % 60,
  });

/** Describes a week in a few lines of plain text, for people. Strings and names are as they were saved. */
export const describeWeek = ({ week, from, until, ...stats }: WeekStats): string => {
  const sunday = new Date(Date.parse(until) - 1).toISOString();
  const lines = [
    `${week}: ${from.slice(0, 10)} to ${sunday.slice(0, 10)}, UTC`,
    `Saves: ${stats.saves}, including ${stats.restores} that brought back an old string`,
    ...stats.editors.map(({ name, saves }) => `  ${name}: ${saves}`),
  ];
  if (stats.longestShown) {
    const { version, value } = stats.longestShown;
    const time = describeDuration(stats.longestShownSeconds);
    lines.push(`Longest shown: version ${version}, for ${time}: ${JSON.stringify(shorten(value, MAX_STRING_LENGTH))}`);
  }
  return `${lines.join('\n')}\n`;
};
