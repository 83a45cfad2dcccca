import { compare } from './metrics.ts';
import type { Pass } from './pass.ts';
import type { Target } from './targets.ts';

/** How a run did by a target. */
export interface Verdict {
  readonly target: Target;
  /** Undefined where it was not measured. */
  readonly ratio: number | undefined;
  readonly outcome: 'met' | 'missed' | 'not measured';
  /** Time on the clock depends on what else a machine does; a miss of it is shown, and is no failure. */
  readonly informsOnly: boolean;
}

export const judge = (target: Target, passes: readonly Pass[]): Verdict => {
  const pass = passes.find(({ memory }) => memory === target.memory);
  const measurements = pass?.measurements;
  const ratio = compare(
    target.metric,
    measurements?.get(target.candidate),
    measurements?.get(target.reference),
  )?.median;
  const informsOnly = target.metric === 'cold wall';
  if (ratio === undefined) return { target, ratio, outcome: 'not measured', informsOnly };
  return { target, ratio, outcome: ratio <= target.atMost ? 'met' : 'missed', informsOnly };
};

/** @returns what `--check` exits with. */
export const exitCode = (verdicts: readonly Verdict[]): 0 | 1 =>
  verdicts.some(({ outcome, informsOnly }) => outcome === 'missed' && !informsOnly) ? 1 : 0;
