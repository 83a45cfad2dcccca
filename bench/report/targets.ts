import { type CandidateName, REFERENCE } from '../candidate.ts';
import type { Run } from '../run/run.ts';
import { compare, type Metric } from './metrics.ts';

/** A bound on how many times as much one candidate may take as another. */
export interface Target {
  readonly candidate: CandidateName;
  readonly metric: Metric;
  readonly reference: CandidateName;
  readonly atMost: number;
  /** In MB, where it holds for invocations with that memory's share of the CPU; else for those with all of it. */
  readonly memory?: number;
}

type Subject = Pick<Target, 'candidate'> & Partial<Target>;

const target = ({ reference = REFERENCE, ...subject }: Subject, metric: Metric, atMost: number): Target => ({
  ...subject,
  reference,
  metric,
  atMost,
});

const page: Subject = { candidate: 'page' };
const graphql: Subject = { candidate: 'graphql' };

/** The promises of this project about its speed. */
export const TARGETS: readonly Target[] = [
  target(page, 'cold wall', 0.72),
  target(page, 'cold CPU', 0.72),
  target(page, 'warm CPU', 1.0),
  target(page, 'RSS', 0.95),
  target(page, 'JS loaded', 0.4),
  target(page, 'zip', 0.95),
  target({ ...page, reference: 'flask' }, 'cold wall', 0.3),
  target(graphql, 'cold wall', 0.9),
  target(graphql, 'cold CPU', 0.9),
  target(graphql, 'warm CPU', 1.1),
  target(graphql, 'RSS', 1.05),
  target({ ...graphql, reference: 'yoga' }, 'cold wall', 0.5),
  target({ ...graphql, reference: 'yoga' }, 'cold CPU', 0.5),
  target({ ...graphql, reference: 'apollo graphql' }, 'cold wall', 0.5),
  target({ ...graphql, reference: 'apollo graphql' }, 'cold CPU', 0.5),
  target({ ...page, memory: 512 }, 'cold wall', 0.7),
  target({ ...graphql, memory: 512 }, 'cold wall', 0.72),
];

/** The result of a target. */
export interface Verdict {
  readonly target: Target;
  /** Undefined where it was not measured. */
  readonly ratio: number | undefined;
  readonly outcome: 'met' | 'missed' | 'not measured';
  /** Time on the clock depends on what else a machine does; a miss of it is shown, and is no failure. */
  readonly informsOnly: boolean;
}

export const judge = (target: Target, runs: readonly Run[]): Verdict => {
  const run = runs.find(({ memory }) => memory === target.memory);
  const measurements = run?.measurements;
  const ratio = compare(
    target.metric,
    measurements?.get(target.candidate),
    measurements?.get(target.reference),
  )?.median;
  const informsOnly = target.metric === 'cold wall';
  if (ratio === undefined) return { target, ratio, outcome: 'not measured', informsOnly };
  return { target, ratio, outcome: ratio <= target.atMost ? 'met' : 'missed', informsOnly };
};

/** @returns the exit code of `--check`. */
export const exitCode = (verdicts: readonly Verdict[]): 0 | 1 =>
  verdicts.some(({ outcome, informsOnly }) => outcome === 'missed' && !informsOnly) ? 1 : 0;
