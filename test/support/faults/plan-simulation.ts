import { dueAt, type Entry } from '../../../src/domain/entry.ts';
import { InvalidInputError } from '../../../src/domain/errors.ts';
import { dueEntry } from '../../../src/domain/plan.ts';
import type { Revision } from '../../../src/domain/revision.ts';
import { below, pickWeighted } from '../random.ts';
import type { Operation } from './linearizability.ts';
import { createSimulation, type Parts, type Result, type Settings, START } from './simulation.ts';

/** Mistakes that have to break the promise. */
export const PLAN_MISTAKES = [
  'evaluating instead of writing down',
  'savedAt = now',
  'no second look after a lost race',
] as const;
type PlanMistake = (typeof PLAN_MISTAKES)[number];

interface PlanSettings extends Settings<PlanMistake> {
  readonly skewMs: number;
}

/** Tells changes apart: an end brings back an old string, and a change of the plan keeps one. */
const identify = ({ value, savedAt, savedBy, restores, keeps }: Revision): string => {
  if (restores !== null) return `end at ${savedAt}`;
  return keeps === null ? value : `plan by ${savedBy}`;
};

/** Runs editors who plan, and visitors. */
export const simulatePlans = async ({ skewMs, ...settings }: PlanSettings): Promise<Result> => {
  const { leases, mistake } = settings;
  /** What instances made up instead of writing it down. */
  const evaluated = new Map<number, Revision>();
  const { random, history, count, write, run, check } = createSimulation({
    settings,
    skewMs,
    ...(mistake && { spoil: (parts) => ({ revisions: withMistake(parts, mistake, evaluated) }) }),
    identify,
  });
  /** The planned moments: what is to happen, and since when it is known. */
  const moments = new Map<string, { at: number; knownAt: number }>();

  const edit = async (name: string, seen: number) => {
    const kind = pickWeighted(random, { save: 25, 'save until': 20, plan: 45, cancel: 10 });
    const value = `text of ${name}`;
    const expectedVersion = random() < 0.3 ? seen : undefined;
    const details = { savedBy: name, note: null, expectedVersion };
    const delay = (3_000 + 3 * Math.max(...leases)) * random();
    const length = random() < 0.7 ? 1 + below(random, 1_500) : undefined;
    let from = '';
    let until: string | null = null;
    const isOfPlan = kind === 'plan' || kind === 'cancel';
    const { saved, knownAt } = await write(
      isOfPlan ? `plan by ${name}` : value,
      expectedVersion,
      async (savedString, now) => {
        from = new Date(Math.round(now + delay)).toISOString();
        until = length === undefined ? null : new Date(Date.parse(from) + length).toISOString();
        if (kind === 'plan') return savedString.plan(value, { ...details, from, until });
        if (kind !== 'cancel') return savedString.save(value, { ...details, until: kind === 'save' ? null : from });
        const [next] = await savedString.planned();
        if (!next) throw new InvalidInputError('Nothing is planned.');
        return savedString.cancelPlanned(next.from, details);
      },
    );
    if (saved === 'refused') return;
    if (kind === 'plan') moments.set(value, { at: Date.parse(from), knownAt });
    const end = kind === 'plan' ? until : kind === 'save until' ? from : null;
    if (end !== null) moments.set(`end at ${end}`, { at: Date.parse(end), knownAt });
  };

  const log = await run({ visitors: 10, editors: 2, pauseMs: 2_000, edit });
  const happened = new Set<string>();
  let before = Number.NEGATIVE_INFINITY;
  for (const revision of log) {
    const value = identify(revision);
    const savedAt = Date.parse(String(revision.savedAt));
    const read: Operation = { kind: 'read', version: revision.version, value, call: before, return: savedAt };
    const breaks = (rule: string): Result => ({ ...check(), violation: { rule, operations: [read] } });
    if (savedAt < before) return breaks('A time goes back');
    before = savedAt;
    const moment = moments.get(value);
    if (!moment) continue;
    if (happened.has(value)) return breaks('A change was written twice');
    happened.add(value);
    if (savedAt !== moment.at) return breaks('A change has another time');
    count(revision.restores === null ? 'begun' : 'ended');
    // The earliest clock may write it down, and for the latest one it is time, too, unless it was not known yet.
    const due = moment.at - START;
    const times = { call: due - skewMs, return: Math.max(due + skewMs, moment.knownAt) };
    history.push({ kind: 'write', value, saved: revision.version, ...times });
  }
  return check();
};

const withMistake = ({ revisions, wall }: Parts, mistake: PlanMistake, evaluated: Map<number, Revision>) => {
  let lost: Entry | undefined;
  return {
    ...revisions,
    newest: async (signal: AbortSignal) => {
      const remembered = lost;
      lost = undefined;
      if (remembered) return remembered;
      let newest = await revisions.newest(signal);
      while (mistake === 'evaluating instead of writing down' && newest && dueAt(newest) <= wall()) {
        const { revision } = newest;
        const find = async (version: number) =>
          evaluated.get(version) ?? (await revisions.find(version, signal))?.revision ?? revision;
        newest = { ...newest, ...(await dueEntry(newest, find)) };
        evaluated.set(newest.revision.version, newest.revision);
      }
      return newest;
    },
    append: async (entry: Entry, signal: AbortSignal) => {
      const { revision } = entry;
      const isDue = Date.parse(String(revision.savedAt)) < wall() && entry.state === 'committed';
      const isLate = mistake === 'savedAt = now' && isDue;
      const wrong = { ...entry, revision: { ...revision, savedAt: new Date(wall()).toISOString() } };
      const isAppended = await revisions.append(isLate ? wrong : entry, signal);
      if (!isAppended && isDue && mistake === 'no second look after a lost race') lost = entry;
      return isAppended;
    },
  };
};
