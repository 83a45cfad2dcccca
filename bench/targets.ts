import { type CandidateName, REFERENCE } from './candidates.ts';
import { compare, type Metric } from './figures.ts';
import type { Run } from './measure.ts';

const limit = (candidate: CandidateName, limits: Partial<Record<Metric, number>>, reference = REFERENCE) =>
  Object.entries(limits).map(([metric, atMost]) => ({ candidate, metric: metric as Metric, reference, atMost }));

/** The project's promises about speed: limits of the ratio of one candidate's value to another's. */
export const TARGETS = [
  ...limit('page', { 'cold wall': 0.6, 'cold CPU': 0.53, 'warm CPU': 0.66, RSS: 0.65, 'JS loaded': 0.09, zip: 1.15 }),
  ...limit('leased page', { 'warm p50': 0.25, 'warm CPU': 0.37 }),
  ...limit('graphql', { 'cold wall': 0.8, 'cold CPU': 0.74, 'warm CPU': 0.78, RSS: 0.68, 'JS loaded': 0.51 }),
  ...limit('graphql', { 'cold wall': 0.5, 'cold CPU': 0.5 }, 'yoga'),
  ...limit('graphql', { 'cold wall': 0.5, 'cold CPU': 0.5 }, 'apollo graphql'),
];

/** @returns the line for a target, and whether `--check` fails for it. */
export const judge = ({ candidate, metric, reference, atMost }: (typeof TARGETS)[number], { measurements }: Run) => {
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
