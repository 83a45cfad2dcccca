import type { Revisions } from '../../../src/domain/entry.ts';
import { dueAt, type Entry } from '../../../src/domain/entry.ts';
import { ConflictError, InvalidInputError, StoreUnavailableError } from '../../../src/domain/errors.ts';
import { dueEntry } from '../../../src/domain/plan.ts';
import type { Revision } from '../../../src/domain/revision.ts';
import { createSavedString, type SavedString } from '../../../src/domain/saved-string.ts';
import { fromItem } from '../../../src/store/revision-item.ts';
import { createDynamoRevisions } from '../../../src/store/revisions.ts';
import { below, createRandom, pickWeighted } from '../random.ts';
import { findViolation, type Operation, type Violation } from './linearizability.ts';
import { createSimulatedStore } from './simulated-store.ts';
import { createVirtualTime } from './virtual-time.ts';

/** Mistakes that have to break the promise. */
export type PlanMistake = 'evaluating instead of writing down' | 'savedAt = now' | 'no second look after a lost race';

interface Simulation {
  readonly seed: number;
  readonly operations: number;
  /** The lease that each instance gives to what it saves, in milliseconds; instances take them in turn. */
  readonly leases: readonly number[];
  /** The clocks are up to so many milliseconds early or late. */
  readonly skewMs: number;
  readonly mistake?: PlanMistake | undefined;
}

interface Result {
  readonly violation: Violation | undefined;
  readonly counts: Readonly<Record<'read' | 'begun' | 'ended' | 'changed' | 'refused' | 'unknown', number>>;
}

const START = Date.parse('2026-01-31T12:00:00Z');
const INITIAL = 'initial';
const INSTANCES = 6;
const TIME_BUDGET_MS = 2_300;

/** Tells changes apart: an end brings back an old string, and a change of the plan keeps one. */
const identify = ({ value, savedAt, savedBy, restores, keeps }: Revision): string => {
  if (restores !== null) return `end at ${savedAt}`;
  return keeps === null ? value : `plan by ${savedBy}`;
};

/** Runs editors who plan, and visitors, on instances of the domain with wrong clocks, in virtual time. */
export const simulatePlans = async ({ seed, operations, leases, skewMs, mistake }: Simulation): Promise<Result> => {
  const random = createRandom(seed);
  const time = createVirtualTime();
  const store = createSimulatedStore(time, { checksSteps: true });
  const history: Operation[] = [];
  const counts = { read: 0, begun: 0, ended: 0, changed: 0, refused: 0, unknown: 0 };
  /** The planned moments: what is to happen, and since when it is known. */
  const moments = new Map<string, { at: number; knownAt: number }>();
  /** What instances made up instead of writing it down. */
  const evaluated = new Map<number, Revision>();
  let started = 0;

  const instances = Array.from({ length: INSTANCES }, (_, index) => {
    // Two of them are as wrong as can be.
    const skew = [skewMs, -skewMs][index] ?? (2 * random() - 1) * skewMs;
    const now = () => START + time.now() + skew;
    const revisions = createDynamoRevisions(store.createClient(random), 'simulated');
    const open = createSavedString({
      revisions: mistake ? withMistake(revisions, { mistake, now, evaluated }) : revisions,
      initialString: INITIAL,
      leaseMs: leases[index % leases.length] ?? 0,
      reservedMs: 0,
      now: () => new Date(now()),
      monotonic: time.now,
      sleep: time.sleep,
    });
    const visit = async <Answer>(work: (savedString: SavedString) => Promise<Answer>): Promise<Answer> => {
      const { signal, extend } = time.budget(TIME_BUDGET_MS);
      return work(open(signal, { arrivedAt: now(), extend }));
    };
    return { now, visit };
  });
  const pick = () => instances[below(random, INSTANCES)] as (typeof instances)[number];

  const read = async () => {
    const call = time.now();
    try {
      const revision = await pick().visit((savedString) => savedString.latest());
      history.push({ kind: 'read', version: revision.version, value: identify(revision), call, return: time.now() });
      counts.read++;
      return revision.version;
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      return undefined;
    }
  };

  const change = async (name: string, seen: number) => {
    const instance = pick();
    const kind = pickWeighted(random, { save: 25, 'save until': 20, plan: 45, cancel: 10 });
    const after = (milliseconds: number) => new Date(Math.round(instance.now() + milliseconds)).toISOString();
    const from = after((3_000 + 3 * Math.max(...leases)) * random());
    const until = random() < 0.7 ? new Date(Date.parse(from) + 1 + below(random, 1_500)).toISOString() : null;
    const value = `text of ${name}`;
    const expectedVersion = random() < 0.3 ? seen : undefined;
    const details = { savedBy: name, note: null, expectedVersion };
    const call = time.now();
    const work = async (savedString: SavedString) => {
      if (kind === 'plan') return savedString.plan(value, { ...details, from, until });
      if (kind !== 'cancel') return savedString.save(value, { ...details, until: kind === 'save' ? null : from });
      const [next] = await savedString.planned();
      if (!next) throw new InvalidInputError('Nothing is planned.');
      return savedString.cancelPlanned(next.from, details);
    };
    const answer = await instance.visit(work).catch((error: unknown) => error as Error);
    const isRefused = answer instanceof ConflictError || answer instanceof InvalidInputError;
    if (answer instanceof Error && !isRefused && !(answer instanceof StoreUnavailableError)) throw answer;
    const isUnknown = answer instanceof StoreUnavailableError && answer.outcome !== 'NOT_WRITTEN';
    const saved = answer instanceof Error ? (isUnknown ? 'unknown' : 'refused') : answer.version;
    counts[typeof saved === 'number' ? 'changed' : saved]++;
    const isOfPlan = kind === 'plan' || kind === 'cancel';
    const returned = time.now();
    history.push({
      kind: 'write',
      value: isOfPlan ? `plan by ${name}` : value,
      expectedVersion,
      saved,
      call,
      return: returned,
    });
    const knownAt = typeof saved === 'number' ? returned : Number.POSITIVE_INFINITY;
    if (saved === 'refused') return;
    if (kind === 'plan') moments.set(value, { at: Date.parse(from), knownAt });
    const end = kind === 'plan' ? until : kind === 'save until' ? from : null;
    if (end !== null) moments.set(`end at ${end}`, { at: Date.parse(end), knownAt });
  };

  const runVisitor = async () => {
    while (started++ < operations) {
      await time.sleep(random() * 60);
      await read();
    }
  };
  const runEditor = async (editor: string) => {
    for (let index = 0; started < operations; index++) {
      await time.sleep(random() * 2_000);
      await change(`${editor}.${index}`, (await read()) ?? 0);
    }
  };
  const { random: systemRandom } = Math;
  Math.random = random;
  try {
    const visitors = Array.from({ length: 10 }, runVisitor);
    await Promise.all([time.run(), ...visitors, runEditor('Ada'), runEditor('Grace')]);
  } finally {
    Math.random = systemRandom;
  }

  const log = store
    .items()
    .map(fromItem)
    .filter(({ state }) => state === 'committed')
    .map(({ revision }) => revision);
  const happened = new Set<string>();
  let before = Number.NEGATIVE_INFINITY;
  for (const revision of log) {
    const value = identify(revision);
    const savedAt = Date.parse(String(revision.savedAt));
    const read: Operation = { kind: 'read', version: revision.version, value, call: before, return: before };
    history.push({ ...read, call: Number.NEGATIVE_INFINITY, return: Number.POSITIVE_INFINITY });
    if (savedAt < before) return { violation: { rule: 'A time goes back', operations: [read] }, counts };
    before = savedAt;
    const moment = moments.get(value);
    if (!moment) continue;
    if (happened.has(value)) return { violation: { rule: 'A change was written twice', operations: [read] }, counts };
    happened.add(value);
    if (savedAt !== moment.at) return { violation: { rule: 'A change has another time', operations: [read] }, counts };
    counts[revision.restores === null ? 'begun' : 'ended']++;
    // The earliest clock may write it down, and for the latest one it is time, too, unless it was not known yet.
    const due = moment.at - START;
    const times = { call: due - skewMs, return: Math.max(due + skewMs, moment.knownAt) };
    history.push({ kind: 'write', value, saved: revision.version, ...times });
  }
  return { violation: findViolation(history, INITIAL), counts };
};

const withMistake = (
  revisions: Revisions,
  { mistake, now, evaluated }: { mistake: PlanMistake; now: () => number; evaluated: Map<number, Revision> },
): Revisions => {
  let lost: Entry | undefined;
  return {
    ...revisions,
    newest: async (signal) => {
      const remembered = lost;
      lost = undefined;
      if (remembered) return remembered;
      let newest = await revisions.newest(signal);
      while (mistake === 'evaluating instead of writing down' && newest && dueAt(newest) <= now()) {
        const find = async (version: number) =>
          evaluated.get(version) ?? (await revisions.find(version, signal))?.revision;
        newest = { ...newest, ...(await dueEntry(newest, find)) };
        evaluated.set(newest.revision.version, newest.revision);
      }
      return newest;
    },
    append: async (entry, signal) => {
      const { revision } = entry;
      const isDue = Date.parse(String(revision.savedAt)) < now() && entry.state === 'committed';
      const isLate = mistake === 'savedAt = now' && isDue;
      const wrong = { ...entry, revision: { ...revision, savedAt: new Date(now()).toISOString() } };
      const isAppended = await revisions.append(isLate ? wrong : entry, signal);
      if (!isAppended && isDue && mistake === 'no second look after a lost race') lost = entry;
      return isAppended;
    },
  };
};
