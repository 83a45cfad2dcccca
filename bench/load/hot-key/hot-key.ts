import { type Cost, MONTH, monthlyCost, type Sizes } from './cost.ts';
import { DESIGNS, type Design, type Scenario, simulate } from './simulate.ts';
import type { Refuser } from './source.ts';

/** Views a second; between 3,000 and 3,300 the store's limit is crossed. */
export const RATES = [10, 100, 1_000, 3_000, 3_300, 5_000, 10_000, 30_000, 100_000] as const;

export interface HotKeyOptions {
  readonly scenario: Omit<Scenario, 'design' | 'viewsPerSecond'>;
  readonly rates: readonly number[];
  readonly sizes: Sizes;
  readonly onProgress: (doing: string) => void;
}

/** What one design does at one rate. Times are in milliseconds. */
export interface HotKeyResult {
  readonly design: Design;
  readonly viewsPerSecond: number;
  readonly servedPerSecond: number;
  /** Of all views. */
  readonly servedShare: number;
  readonly refusedShare: Readonly<Record<Refuser, number>>;
  readonly originRequestsPerSecond: number;
  readonly readsPerSecond: number;
  readonly throttledReadsPerSecond: number;
  /** Instances at work, on average and at most. */
  readonly concurrency: number;
  readonly mostConcurrent: number;
  /** Of those views that showed a string that had been replaced before. */
  readonly meanBehind: number;
  readonly longestBehind: number;
  /** Of all views: those that came after somebody had seen a newer string. */
  readonly disagreeingShare: number;
  readonly dollarsPerMonth: Cost;
  /** For each million views that were served. */
  readonly dollarsPerMillion: number;
}

const runOne = (scenario: Scenario, sizes: Sizes): HotKeyResult => {
  const { design, viewsPerSecond } = scenario;
  const totals = simulate(scenario);
  const seconds = scenario.duration / 1_000;
  const share = (views: number) => views / totals.views;
  const dollarsPerMonth = monthlyCost(design, totals, seconds, sizes);
  const servedPerSecond = totals.served / seconds;
  return {
    design,
    viewsPerSecond,
    servedPerSecond,
    servedShare: share(totals.served),
    refusedShare: {
      gateway: share(totals.refused.gateway),
      lambda: share(totals.refused.lambda),
      store: share(totals.refused.store),
    },
    originRequestsPerSecond: totals.gatewayRequests / seconds,
    readsPerSecond: totals.reads / seconds,
    throttledReadsPerSecond: totals.throttledReads / seconds,
    concurrency: totals.busyMilliseconds / scenario.duration,
    mostConcurrent: totals.mostRunning,
    meanBehind: totals.stale === 0 ? 0 : totals.totalBehind / totals.stale,
    longestBehind: totals.longestBehind,
    disagreeingShare: share(totals.disagreements),
    dollarsPerMonth,
    dollarsPerMillion: dollarsPerMonth.total / ((servedPerSecond * MONTH) / 1e6),
  };
};

/** Everybody reads one item: every design at every rate. */
export const runHotKey = ({ scenario, sizes, rates, onProgress }: HotKeyOptions): HotKeyResult[] =>
  DESIGNS.flatMap((design) =>
    rates.map((viewsPerSecond) => {
      onProgress(`simulating ${design} at ${viewsPerSecond} views a second`);
      return runOne({ ...scenario, design, viewsPerSecond }, sizes);
    }),
  );
