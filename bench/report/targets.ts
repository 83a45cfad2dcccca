import { type CandidateName, REFERENCE } from '../candidate.ts';
import type { Run } from '../run/run.ts';
import { compare, type Metric } from './metrics.ts';

/** Limits the ratio of one candidate's value to another's. */
export interface Target {
  readonly candidate: CandidateName;
  readonly metric: Metric;
  readonly reference: CandidateName;
  readonly atMost: number;
  /** In MB, if the target is for invocations with that memory's share of the CPU; otherwise they have all of it. */
  readonly memory?: number;
}

const target = (
  candidate: CandidateName,
  metric: Metric,
  atMost: number,
  others: Partial<Pick<Target, 'reference' | 'memory'>> = {},
): Target => ({ candidate, metric, atMost, reference: REFERENCE, ...others });

/** The project's promises about speed. */
export const TARGETS: readonly Target[] = [
  target('page', 'cold wall', 0.72),
  target('page', 'cold CPU', 0.72),
  target('page', 'warm CPU', 1.0),
  target('page', 'RSS', 0.95),
  target('page', 'JS loaded', 0.4),
  target('page', 'zip', 1),
  target('leased page', 'warm p50', 0.25),
  target('leased page', 'warm CPU', 0.25),
  target('page', 'cold wall', 0.3, { reference: 'flask' }),
  target('graphql', 'cold wall', 0.9),
  target('graphql', 'cold CPU', 0.9),
  target('graphql', 'warm CPU', 1.1),
  target('graphql', 'RSS', 1.05),
  target('graphql', 'cold wall', 0.5, { reference: 'yoga' }),
  target('graphql', 'cold CPU', 0.5, { reference: 'yoga' }),
  target('graphql', 'cold wall', 0.5, { reference: 'apollo graphql' }),
  target('graphql', 'cold CPU', 0.5, { reference: 'apollo graphql' }),
  target('page', 'cold wall', 0.7, { memory: 512 }),
  target('graphql', 'cold wall', 0.72, { memory: 512 }),
];

/** The result of a target. */
export interface Verdict {
  readonly target: Target;
  /** Undefined if not measured. */
  readonly ratio: number | undefined;
  readonly outcome: 'met' | 'missed' | 'not measured';
  /** Elapsed time depends on what else the machine does, so missing it is shown but is no failure. */
  readonly informsOnly: boolean;
}

export const judge = (target: Target, runs: readonly Run[]): Verdict => {
  const { candidate, metric, reference, atMost, memory } = target;
  const measurements = runs.find((run) => run.memory === memory)?.measurements;
  const ratio = compare(metric, measurements?.get(candidate), measurements?.get(reference))?.median;
  const informsOnly = metric === 'cold wall' || metric === 'warm p50';
  if (ratio === undefined) return { target, ratio, outcome: 'not measured', informsOnly };
  return { target, ratio, outcome: ratio <= atMost ? 'met' : 'missed', informsOnly };
};

/** @returns the exit code of `--check`. */
export const exitCode = (verdicts: readonly Verdict[]): 0 | 1 =>
  verdicts.some(({ outcome, informsOnly }) => outcome === 'missed' && !informsOnly) ? 1 : 0;
