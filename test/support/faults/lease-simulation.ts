import type { Revisions } from '../../../src/domain/entry.ts';
import type { Reading } from '../../../src/domain/saved-string.ts';
import { below } from '../random.ts';
import { createSimulation, type Parts, type Result, type Settings, type Simulation } from './simulation.ts';

/** Mistakes that have to break the promise. */
export const LEASE_MISTAKES = [
  'no wait',
  'waiting by the own setting',
  'keeping beside a change under way',
  'one clock, which stands still in a frozen process',
  'counting from the answer',
  'a step without its condition',
  'helping without having watched',
  'showing a change under way',
  'an edge that keeps everything',
] as const;
type LeaseMistake = (typeof LEASE_MISTAKES)[number];

interface LeaseSettings extends Settings<LeaseMistake> {
  /** Whether readers come through two caches in a row. */
  readonly hasEdge?: boolean;
}

/** Runs editors who save, and visitors. */
export const simulateLeases = async ({ hasEdge = false, ...settings }: LeaseSettings): Promise<Result> => {
  const { mistake } = settings;
  const simulation = createSimulation({
    settings,
    skewMs: 10,
    wallFreezes: true,
    reservedMs: hasEdge ? 2_100 : 0,
    checksSteps: mistake !== 'a step without its condition',
    spoil: (parts, leaseMs) => spoil(parts, leaseMs, mistake),
  });
  const { random, write, run, check } = simulation;
  const edit = (value: string, seen: number) => {
    const expectedVersion = random() < 0.5 ? seen : undefined;
    return write(value, expectedVersion, (savedString) =>
      savedString.save(value, { savedBy: 'Ada', note: null, expectedVersion }),
    );
  };
  const edge = hasEdge && { readPage: createEdge(simulation, mistake === 'an edge that keeps everything') };
  await run({ visitors: 12, editors: 3, pauseMs: 4_000, edit, ...edge });
  return check();
};

const spoil = (parts: Parts, leaseMs: number, mistake: LeaseMistake | undefined): Partial<Parts> => {
  const { revisions, monotonic, sleep } = parts;
  if (mistake === 'one clock, which stands still in a frozen process') return { wall: monotonic, gateway: monotonic };
  if (mistake === 'no wait') {
    return { sleep: async (milliseconds, signal) => (milliseconds > 80 ? undefined : sleep(milliseconds, signal)) };
  }
  if (mistake !== 'counting from the answer') return { revisions: withMistake(revisions, leaseMs, mistake) };
  let early: ReturnType<Revisions['newest']> | undefined;
  const newest: Revisions['newest'] = (signal) => {
    const answer = early ?? revisions.newest(signal);
    early = undefined;
    return answer;
  };
  const prepare = async () => {
    early = revisions.newest(new AbortController().signal);
    await early.catch(() => {});
  };
  return { revisions: { ...revisions, newest }, prepare };
};

const withMistake = (revisions: Revisions, leaseMs: number, mistake: LeaseMistake | undefined): Revisions => ({
  ...revisions,
  newest: async (signal) => {
    const newest = await revisions.newest(signal);
    if (!newest) return undefined;
    if (mistake === 'waiting by the own setting') return { ...newest, leaseMs };
    if (newest.state === 'committed') return newest;
    if (mistake === 'helping without having watched') await revisions.advance(newest, signal).catch(() => {});
    if (mistake === 'showing a change under way') return { ...newest, state: 'committed' };
    // The next writer must not believe it, or nothing would ever be saved.
    if (mistake !== 'keeping beside a change under way' || newest.state !== 'closing') return newest;
    return (await revisions.find(newest.revision.version - 1, signal)) ?? newest;
  },
});

/** Two caches in a row. Each keeps an answer for up to a second, if the function allows it. */
const createEdge = ({ time, random, visit }: Simulation, keepsEverything: boolean) => {
  const createCache = (ask: () => Promise<Reading>) => {
    let kept: { reading: Reading; until: number } | undefined;
    return async (): Promise<Reading> => {
      if (kept && time.now() < kept.until) return kept.reading;
      await time.sleep(random() * 5);
      const reading = await ask();
      await time.sleep(random() * 5);
      if (reading.keepMs >= 2_100 || keepsEverything) kept = { reading, until: time.now() + 1_000 };
      return reading;
    };
  };
  const region = createCache(() => visit((savedString) => savedString.read()));
  const places = Array.from({ length: 4 }, () => createCache(region));
  return async () => (await (places[below(random, places.length)] as () => Promise<Reading>)()).revision;
};
