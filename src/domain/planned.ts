import type { Content, PlannedString } from './entry.ts';
import {
  baseOf,
  isBase,
  momentOf,
  type Occurrence,
  type Occurrences,
  type PlanLog,
  planOf,
  stillPlanned,
  toTime,
} from './plan.ts';

/** A planned string, as editors see it. Times are RFC 3339 in UTC. */
export interface PlannedView extends PlannedString {
  readonly value: string;
  /** Lists the occurrence that has begun, if it has not ended, and those that follow. */
  readonly occurrences: (first: number) => { readonly from: string; readonly until: string | null }[];
}

const occurrencesFrom = ({ latest, next }: Occurrences, time: number, first: number): Occurrence[] => {
  const open = latest(time);
  const found = open && open.until > time ? [open] : [];
  for (let coming = next(time); coming && found.length < first; coming = next(coming.from)) found.push(coming);
  return found;
};

/**
 * Lists what is planned with a content, in the order of the next occurrences.
 *
 * @param time In milliseconds since 1970: what has ended by then is left out. The content's own by default.
 */
export const listPlanned = async (content: Content, log: PlanLog, time = momentOf(content)): Promise<PlannedView[]> => {
  const [{ baseAt }, plan] = await Promise.all([baseOf(content, momentOf(content), log), planOf(content, log)]);
  const listed = stillPlanned(plan, baseAt, time).filter(({ string }) => !isBase(string, time));
  const views = listed.map(async ({ string, ...occurrences }) => ({
    ...string,
    value: string.value ?? (await log.find(Number(string.id))).revision.value,
    occurrences: (first: number) =>
      occurrencesFrom(occurrences, time, first).map(({ from, until }) => ({
        from: new Date(from).toISOString(),
        until: toTime(until),
      })),
  }));
  const begins = ({ occurrences }: PlannedView) => occurrences(1)[0]?.from ?? '';
  return (await Promise.all(views)).sort((one, other) => (begins(one) < begins(other) ? -1 : 1));
};
