import type { Entry, Revisions } from '../../../src/domain/entry.ts';
import { InvalidInputError } from '../../../src/domain/errors.ts';
import { momentOf, rollTo } from '../../../src/domain/plan.ts';
import { initialRevision, type Revision } from '../../../src/domain/revision.ts';
import { type Action, readingAt } from '../plan-reading.ts';
import { below, pickWeighted } from '../random.ts';
import type { Violation } from './linearizability.ts';
import { createSimulation, INITIAL, type Parts, type Result, type Settings, START } from './simulation.ts';

/** Mistakes that have to break the promise. */
export const PLAN_MISTAKES = [
  'evaluating instead of writing down',
  'savedAt = now',
  'no second look after a lost race',
  'the earlier clock after a freeze',
] as const;
type PlanMistake = (typeof PLAN_MISTAKES)[number];

interface PlanSettings extends Settings<PlanMistake> {
  readonly skewMs: number;
}

/** Whether an editor made this revision: what begins or ends by itself has the name of a change that planned it. */
const isOwn = ({ savedBy, restores, keeps }: Revision): boolean =>
  keeps !== null || /^(save|cancel) /.test(String(savedBy)) || (restores === null && /^until /.test(String(savedBy)));

/** A change that happens by itself is the only one of its time. */
const identify = (revision: Revision): string => {
  if (revision.version === 0) return revision.value;
  return isOwn(revision) ? String(revision.savedBy) : `by itself at ${revision.savedAt}`;
};

/** Runs editors who plan, and visitors. */
export const simulatePlans = async ({ skewMs, ...settings }: PlanSettings): Promise<Result> => {
  const { leases, mistake } = settings;
  const simulation = createSimulation({
    settings,
    skewMs,
    wallFreezes: true,
    ...(mistake && { spoil: (parts) => withMistake(parts, mistake) }),
    identify,
  });
  const { random, history, count, write, run, check } = simulation;
  /** The meaning of a change, once its version and time are known. */
  const actions = new Map<string, (at: number, id: string) => Action>();

  const edit = async (change: string, seen: number) => {
    const kind = pickWeighted(random, { save: 15, until: 15, plan: 50, move: 10, cancel: 10 });
    const name = `${kind} ${change}`;
    const expectedVersion = random() < 0.3 ? seen : undefined;
    const details = { savedBy: name, note: null, expectedVersion };
    /** Longer than any change takes, by any clock. */
    const long = 2_500 + 2 * skewMs + 3 * Math.max(...leases);
    const delay = (random() < 0.3 ? 3 * long : 3_000) * random();
    const length = random() < 0.7 ? 1 + below(random, 1_500) : undefined;
    const position = random();
    await write(name, expectedVersion, async (savedString, now) => {
      const begin = Math.round(now + delay);
      const end = length === undefined ? Number.POSITIVE_INFINITY : begin + length;
      const from = new Date(begin).toISOString();
      const until = length === undefined ? null : new Date(end).toISOString();
      const times = [[begin, end]] as const;
      if (kind === 'save') {
        actions.set(name, (at) => ({ at, kind, value: name }));
        return savedString.save(name, details);
      }
      if (kind === 'until') {
        actions.set(name, (at, id) => ({ at, kind: 'plan', id, value: name, times: [[at, begin]] }));
        return savedString.save(name, { ...details, until: from });
      }
      if (kind === 'plan') {
        actions.set(name, (at, id) => ({ at, kind, id, value: name, times }));
        return savedString.plan(name, { ...details, from, until });
      }
      const planned = await savedString.planned();
      // One that is shown would get another author, as if it began.
      const coming = planned.filter((string) => kind === 'cancel' || Date.parse(string.from) > now + long);
      const { id, value } = coming[Math.floor(position * coming.length)] ?? {};
      if (id === undefined || value === undefined) throw new InvalidInputError('Nothing is planned.');
      actions.set(name, (at) => (kind === 'cancel' ? { at, kind, id } : { at, kind: 'plan', id, value, times }));
      return kind === 'cancel'
        ? savedString.cancelPlanned(id, details)
        : savedString.changePlanned(id, { ...details, from, until });
    });
  };

  const log = await run({ visitors: 10, editors: 2, pauseMs: 2_000, edit });
  const violation = checkLog(log, actions, count) ?? checkReads();
  return violation ? { ...check(), violation } : check();

  /** Whether each change that happens by itself is read from its moment on, as far as clocks agree, and not before. */
  function checkReads(): Violation | undefined {
    const seenAt = new Map<number, number>();
    const reads = history.filter(({ kind, call }) => kind === 'read' && call > Number.NEGATIVE_INFINITY);
    for (const read of reads) {
      if (read.kind === 'read')
        seenAt.set(read.version, Math.min(seenAt.get(read.version) ?? read.return, read.return));
    }
    const byVersion = new Map(log.map((entry) => [entry.revision.version, entry]));
    for (const read of reads) {
      const entry = read.kind === 'read' ? byVersion.get(read.version) : undefined;
      if (!entry || read.kind !== 'read') continue;
      const isEarly = !isOwn(entry.revision) && read.return < momentOf(entry) - START - skewMs;
      if (isEarly) return { rule: 'A change is early', operations: [read] };
      const isLate = read.call > Math.max(entry.dueAt - START + skewMs, seenAt.get(read.version) ?? 0);
      if (isLate) return { rule: 'A change is late', operations: [read] };
    }
    for (const entry of log.filter(({ revision }) => !isOwn(revision))) {
      const { version } = entry.revision;
      const times = { call: momentOf(entry) - START - skewMs, return: Number.POSITIVE_INFINITY };
      history.push({ kind: 'write', value: identify(entry.revision), saved: version, ...times });
    }
    return undefined;
  }
};

/** Whether the log shows what the rule says, at its own times, and knows what comes next. */
const checkLog = (
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

const withMistake = ({ revisions, wall }: Parts, mistake: PlanMistake): Partial<Parts> => {
  if (mistake === 'the earlier clock after a freeze') return { gateway: wall };
  let lost: Entry | undefined;
  /** An entry that an instance made up instead of writing it down. */
  const evaluated = new Map<number, Entry>();
  const find: Revisions['find'] = async (version, signal) => evaluated.get(version) ?? revisions.find(version, signal);
  const wrong: Revisions = {
    ...revisions,
    find,
    newest: async (signal: AbortSignal) => {
      const remembered = lost;
      lost = undefined;
      if (remembered) return remembered;
      const newest = await revisions.newest(signal);
      if (mistake !== 'evaluating instead of writing down' || !newest || newest.dueAt > wall()) return newest;
      const log = {
        find: async (version: number) =>
          (await find(version, signal)) ?? { ...newest, revision: initialRevision(INITIAL) },
        findPlan: (key: string) => revisions.findPlan(key, signal),
      };
      const made = { ...newest, ...(await rollTo(newest, wall(), log)) };
      evaluated.set(made.revision.version, made);
      return made;
    },
    append: async (entry: Entry, signal: AbortSignal) => {
      const { revision } = entry;
      const isDue = Date.parse(String(revision.savedAt)) < wall() && entry.state === 'committed';
      const isLate = mistake === 'savedAt = now' && isDue;
      const late = { ...entry, revision: { ...revision, savedAt: new Date(wall()).toISOString() } };
      const isAppended = await revisions.append(isLate ? late : entry, signal);
      if (!isAppended && isDue && mistake === 'no second look after a lost race') lost = entry;
      return isAppended;
    },
  };
  return { revisions: wrong };
};
