import type { Entry } from '../../../src/domain/entry.ts';
import { momentOf } from '../../../src/domain/plan.ts';
import type { Revision } from '../../../src/domain/revision.ts';
import { type Action, readingAt } from '../plan-reading.ts';
import type { Operation, Read, Violation } from './linearizability.ts';

export const START = Date.parse('2026-01-31T12:00:00Z');
export const INITIAL = 'initial';

/** Whether an editor made this revision: what begins or ends by itself has the name of a change that planned it. */
export const isOwn = ({ savedBy, restores, keeps }: Revision): boolean =>
  keeps !== null || /^(save|cancel) /.test(String(savedBy)) || (restores === null && /^until /.test(String(savedBy)));

/** Tells revisions apart. A change that happens by itself is the only one of its time. */
export const identify = (revision: Revision): string => {
  if (revision.version === 0) return revision.value;
  return isOwn(revision) ? String(revision.savedBy) : `by itself at ${revision.savedAt}`;
};

/** Whether each change that happens by itself is read from its moment on, as far as clocks agree, and not before. */
export const checkReads = (
  log: readonly Entry[],
  history: readonly Operation[],
  skewMs: number,
): Violation | undefined => {
  const reads = history.filter(
    (operation): operation is Read => operation.kind === 'read' && operation.call > Number.NEGATIVE_INFINITY,
  );
  const seenAt = new Map<number, number>();
  for (const read of reads) {
    seenAt.set(read.version, Math.min(seenAt.get(read.version) ?? read.return, read.return));
  }
  const byVersion = new Map(log.map((entry) => [entry.revision.version, entry]));
  for (const read of reads) {
    const entry = byVersion.get(read.version);
    if (!entry) continue;
    const isEarly = !isOwn(entry.revision) && read.return < momentOf(entry) - START - skewMs;
    if (isEarly) return { rule: 'A change is early', operations: [read] };
    const isLate = read.call > Math.max(entry.dueAt - START + skewMs, seenAt.get(read.version) ?? 0);
    if (isLate) return { rule: 'A change is late', operations: [read] };
  }
  return undefined;
};

/** Whether the log shows what the rule says, at its own times, and knows what comes next. */
export const checkLog = (
  log: readonly Entry[],
  changes: ReadonlyMap<string, (at: number, id: string) => Action>,
  count: (outcome: string) => void,
): Violation | undefined => {
  const actions: Action[] = [];
  const moments = new Set<number>();
  let before = Number.NEGATIVE_INFINITY;
  for (const entry of log) {
    const { revision, dueAt } = entry;
    const at = momentOf(entry);
    const read = { kind: 'read' as const, version: revision.version, value: identify(revision), call: at, return: at };
    const breaks = (rule: string): Violation => ({ rule, operations: [read] });
    if (at <= before || at !== Date.parse(String(revision.savedAt))) return breaks('A time goes back, or stands still');
    before = at;
    if (isOwn(revision)) {
      const action = changes.get(String(revision.savedBy))?.(at, String(revision.version));
      if (!action) return breaks('Nobody made this change');
      actions.push(action);
      for (const time of action.kind === 'plan' ? action.times.flat() : []) moments.add(time);
    } else {
      if (!moments.has(at)) return breaks('A change has a time that nobody planned');
      count(revision.restores === null ? 'begun' : 'ended');
    }
    if (readingAt(actions, INITIAL, at) !== revision.value) return breaks('The log has another string than the rule');
    const next = [...moments]
      .sort((one, other) => one - other)
      .find((time) => time > at && readingAt(actions, INITIAL, time) !== revision.value);
    if ((next ?? Number.POSITIVE_INFINITY) !== dueAt) return breaks('A change is expected at another time');
  }
  return undefined;
};
