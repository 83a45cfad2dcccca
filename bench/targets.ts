import { type CandidateName, REFERENCE } from './candidates.ts';
import { compare, type Metric } from './figures.ts';
import type { Run } from './measure.ts';

/** Limits the ratio of one candidate's value to another's. */
export interface Target {
  readonly candidate: CandidateName;
  readonly metric: Metric;
  readonly reference: CandidateName;
  readonly atMost: number;
}

const limit = (
  candidate: CandidateName,
  limits: Partial<Record<Metric, number>>,
  reference: CandidateName = REFERENCE,
): Target[] =>
  Object.entries(limits).map(([metric, atMost]) => ({ candidate, metric: metric as Metric, reference, atMost }));

/** The project's promises about speed. */
export const TARGETS: readonly Target[] = [
  ...limit('page', {
    'cold wall': 0.72,
    'cold CPU': 0.72,
    'warm CPU': 1.0,
    RSS: 0.95,
    'JS loaded': 0.4,
    zip: 1,
  }),
  ...limit('leased page', { 'warm p50': 0.25, 'warm CPU': 0.35 }),
  ...limit('graphql', { 'cold wall': 0.9, 'cold CPU': 0.9, 'warm CPU': 1.1, RSS: 1.05 }),
  ...limit('graphql', { 'cold wall': 0.5, 'cold CPU': 0.5 }, 'yoga'),
  ...limit('graphql', { 'cold wall': 0.5, 'cold CPU': 0.5 }, 'apollo graphql'),
];

export interface Verdict {
  readonly line: string;
  /** Whether `--check` fails. */
  readonly fails: boolean;
}

export const judge = ({ candidate, metric, reference, atMost }: Target, { measurements }: Run): Verdict => {
  const ratio = compare(metric, measurements.get(candidate), measurements.get(reference));
  if (ratio === undefined) return { line: `– ${candidate}: ${metric} × ${reference} not measured`, fails: false };
  const isMissed = ratio > atMost;
  // Elapsed time depends on what else the machine does, so missing it is shown but is no failure.
  const informsOnly = metric === 'cold wall' || metric === 'warm p50';
  const rule = `(at most ${atMost.toFixed(2)}${informsOnly ? ', for information only' : ''})`;
  return {
    line: `${isMissed ? '✗' : '✓'} ${candidate}: ${metric} ${ratio.toFixed(2)} × ${reference} ${rule}`,
    fails: isMissed && !informsOnly,
  };
};
