import type { Content, PlannedString } from '../domain/entry.ts';
import type { Revision } from '../domain/revision.ts';
import { type Item, revisionKey } from './revision-item.ts';

// Up to 0.2 each entry had all planned strings in it, which did not overlap or repeat. The next change of the plan puts
// them where they are now.

type OldString = Pick<PlannedString, 'from' | 'until' | 'note' | 'plannedBy'> & { readonly value: string };

export const hasOldPlan = ({ plan, returns }: Item): boolean =>
  plan?.S === undefined ? returns !== undefined : plan.S.startsWith('[');

export const oldStrings = ({ plan }: Item): OldString[] => JSON.parse(plan?.S ?? '[]');

/** The key names the version of the entry. */
export const fromOldPlan = (item: Item): Pick<Content, 'plan' | 'dueAt'> => {
  const times = [oldStrings(item)[0]?.from, item.returns && item.until?.S].map((time) => Date.parse(time ?? ''));
  return {
    plan: `v${item.sk?.N}`,
    dueAt: Math.min(...times.filter((time) => !Number.isNaN(time)), Number.POSITIVE_INFINITY),
  };
};

/** The key of the item with the old plan that is meant by a key. */
export const oldItemKey = (key: string): Item => revisionKey(Number(/^v(\d+)$/.exec(key)?.[1] ?? 0));

/**
 * @param returns As in the entry.
 * @param own The revision that first had the string of the entry: another if that only changed the plan.
 */
export const toPlannedStrings = (
  strings: readonly OldString[],
  { version, until }: Revision,
  returns: number | null,
  own: Revision,
): PlannedString[] => {
  const once = { repeat: null, timeZone: null, skipped: [] };
  const coming = strings.map((string, index) => ({ ...string, id: `${version}.${index}`, ...once }));
  if (returns === null) return coming;
  const shown = { id: String(own.version), value: null, from: String(own.savedAt), until, note: own.note };
  return [{ ...shown, plannedBy: String(own.savedBy), ...once }, ...coming];
};
