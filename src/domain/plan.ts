import type { Content, PlannedString } from './entry.ts';

// One rule says what visitors read: what began last. That is either the last string that was saved to stay, the base,
// or a planned string that has begun and not ended. When the one that is shown ends, the last of the others is shown
// again. A string saved with an end is a planned string that begins at once; one without an end becomes the base.
//
// So planned strings may overlap, and a beginning always shows: the next change is the next beginning, or the end of
// what is shown. However many changes are due, the first to catch up writes one entry: the last. The others are the same
// rule, applied to the entry before them.

/** One time at which a string is to be shown, in milliseconds since 1970. */
export interface Occurrence {
  readonly from: number;
  /** Infinity if it stays. */
  readonly until: number;
}

/** The occurrences of a planned string, which don't overlap. */
export interface Occurrences {
  /** The last one to begin by a time. */
  latest(time: number): Occurrence | undefined;
  /** The first one to begin after a time. */
  next(time: number): Occurrence | undefined;
}

interface Planned extends Occurrences {
  readonly string: PlannedString;
}

/** In the order in which they were planned or last changed: of two that begin together, the last one is shown. */
export type Plan = readonly Planned[];

const once = ({ from, until }: PlannedString): Occurrences => {
  const occurrence = { from: Date.parse(from), until: until === null ? Number.POSITIVE_INFINITY : Date.parse(until) };
  const isBegun = (time: number) => occurrence.from <= time;
  return {
    latest: (time) => (isBegun(time) ? occurrence : undefined),
    next: (time) => (isBegun(time) ? undefined : occurrence),
  };
};

/** Opens the occurrences. The calendar is loaded only if something repeats. */
export const openPlan = async (strings: readonly PlannedString[]): Promise<Plan> => {
  const repeat = strings.some((string) => string.repeat !== null) ? await import('./repeat.ts') : undefined;
  return strings.map((string) => ({
    string,
    ...(string.repeat === null || !repeat ? once : repeat.openRepeat)(string),
  }));
};

interface Shown extends Occurrence {
  readonly string: PlannedString;
}

interface Reading {
  /** Undefined: the base. */
  readonly shown: Shown | undefined;
  /** Since when it is shown without a break, in milliseconds since 1970. */
  readonly since: number;
  /** The string that ended then, if it was not shown from its beginning. */
  readonly ended: Shown | undefined;
  /** When another is shown, in milliseconds since 1970; Infinity for never. */
  readonly dueAt: number;
}

/**
 * Applies the rule.
 *
 * @param baseAt When the base was saved, in milliseconds since 1970, like `time`.
 */
export const shownAt = (plan: Plan, baseAt: number, time: number): Reading => {
  const begun: Shown[] = [];
  let dueAt = Number.POSITIVE_INFINITY;
  for (const { string, latest, next } of plan) {
    const occurrence = latest(time);
    if (occurrence && occurrence.from > baseAt) begun.push({ ...occurrence, string });
    dueAt = Math.min(dueAt, next(time)?.from ?? dueAt);
  }
  begun.sort((one, other) => one.from - other.from);
  const index = begun.findLastIndex(({ until }) => until > time);
  const shown = begun[index];
  const ended = begun
    .slice(index + 1)
    .reduce<Shown | undefined>((last, one) => (last && last.until > one.until ? last : one), undefined);
  return {
    shown,
    since: Math.max(shown?.from ?? baseAt, ended?.until ?? baseAt),
    ended,
    dueAt: Math.min(dueAt, shown?.until ?? dueAt),
  };
};

/** The part of the log that the rule reads. Both throw for something that is missing. */
export interface PlanLog {
  find(version: number): Promise<Content>;
  findPlan(key: string): Promise<readonly PlannedString[]>;
}

/** The time of a content by which the rule goes, in milliseconds since 1970. */
export const momentOf = ({ at, revision: { savedAt } }: Content): number =>
  at ?? (savedAt === null ? Number.NEGATIVE_INFINITY : Date.parse(savedAt));

/** The base of a content, and when it was saved: by a time of the content's, even if a wrong clock dated it. */
export const baseOf = async (
  content: Content,
  time: number,
  { find }: PlanLog,
): Promise<{ base: Content; baseAt: number }> => {
  if (content.returns === null) return { base: content, baseAt: Math.min(momentOf(content), time) };
  const base = await find(content.returns);
  return { base, baseAt: Math.min(momentOf(base), time - 1) };
};

/** The plan of a content, ready for the rule. */
export const planOf = async ({ plan }: Content, { findPlan }: PlanLog): Promise<Plan> =>
  plan === null ? [] : openPlan(await findPlan(plan));

/** Picks what can still be shown: it comes, or has begun after the base and not ended. */
export const stillPlanned = (plan: Plan, baseAt: number, time: number): Plan =>
  plan.filter(({ latest, next }) => {
    const { from, until } = latest(time) ?? { from: baseAt, until: time };
    return next(time) !== undefined || (from > baseAt && until > time);
  });

/** Whether a string has become the base: no one can change or cancel it any more. */
export const isBase = ({ from, until }: PlannedString, time: number): boolean =>
  until === null && Date.parse(from) <= time;

export const toTime = (milliseconds: number): string | null =>
  milliseconds === Number.POSITIVE_INFINITY ? null : new Date(milliseconds).toISOString();

/** The string that visitors read, and which version it brings back. */
export const describe = async ({ shown }: Reading, base: Content, { find }: PlanLog) => {
  const until = toTime(shown?.until ?? Number.POSITIVE_INFINITY);
  if (!shown) {
    const { value, version, keeps } = base.revision;
    return { value, until, restores: keeps ?? version };
  }
  const { value, id } = shown.string;
  if (value !== null) return { value, until, restores: null };
  return { value: (await find(Number(id))).revision.value, until, restores: Number(id) };
};

/** The part of a reading that visitors don't see. */
export const hiddenPart = ({ shown, dueAt }: Reading, base: Content, plan: string | null) => ({
  returns: shown && shown.until < Number.POSITIVE_INFINITY ? base.revision.version : null,
  plan: dueAt < Number.POSITIVE_INFINITY ? plan : null,
  dueAt,
});

/** Finds out when a content is due, from what is planned with it. */
export const dueAtOf = async (content: Content, log: PlanLog): Promise<number> => {
  const moment = momentOf(content);
  const [{ baseAt }, plan] = await Promise.all([baseOf(content, moment, log), planOf(content, log)]);
  return shownAt(plan, baseAt, moment).dueAt;
};

/** The times of a new entry: `savedAt` is later than the one before, even where clocks are not. */
export const timesOf = ({ revision: { savedAt } }: Content, at: number) => {
  const time = savedAt === null ? at : Math.max(at, Date.parse(savedAt) + 1);
  return { savedAt: new Date(time).toISOString(), at: time === at ? null : at };
};

/**
 * Tells what a content has become by a time, in milliseconds since 1970, if nobody saves: itself, or the one entry
 * that follows it, with the last change that is due. That depends on the log and the plan alone: all who write it down write
 * the same. Where the time zones of two processes differ, the log decides when.
 */
export const rollTo = async (content: Content, time: number, log: PlanLog): Promise<Content> => {
  // Until then the log decides, and not the time zones of this process.
  if (content.plan === null || time < content.dueAt) return content;
  const { revision } = content;
  const [{ base, baseAt }, plan] = await Promise.all([baseOf(content, momentOf(content), log), planOf(content, log)]);
  const reading = shownAt(plan, baseAt, time);
  const { shown, since, ended } = reading;
  const isSame = since <= momentOf(content);

  const { value, until, restores } = await describe(reading, base, log);
  const { savedAt, at } = timesOf(content, Math.max(since, content.dueAt));
  const next = { ...revision, version: revision.version + 1, savedAt, until };
  return {
    revision: isSame
      ? { ...next, note: null, restores: null, keeps: revision.keeps ?? revision.version }
      : {
          ...next,
          value,
          savedBy: (shown ?? ended)?.string.plannedBy ?? revision.savedBy,
          note: restores === null ? (shown?.string.note ?? null) : null,
          restores,
          keeps: null,
        },
    ...hiddenPart(reading, base, content.plan),
    at,
  };
};
