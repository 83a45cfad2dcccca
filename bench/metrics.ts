import type { ColdStart } from './cold-start.ts';
import { median, pairedRatios, quantile } from './statistics.ts';
import type { WarmRun } from './warm-run.ts';

/** All that was measured of one candidate. */
export interface Measurement {
  /** One for each round. */
  readonly coldStarts: readonly ColdStart[];
  /** None where only cold starts were measured. */
  readonly warmRuns: readonly WarmRun[];
  /** JavaScript that was loaded until the first answer, in bytes; undefined for another language. */
  readonly loadedBytes: number | undefined;
  readonly zipBytes: number | undefined;
}

const listed = (value: number | undefined): readonly number[] => (value === undefined ? [] : [value]);

/** What candidates are compared by: the values that are compared pair by pair, none where nothing was measured. */
export const METRICS = {
  'cold wall': ({ coldStarts }) => coldStarts.map(({ wall }) => wall),
  'cold CPU': ({ coldStarts }) => coldStarts.map(({ cpu }) => cpu),
  'warm CPU': ({ warmRuns }) => warmRuns.flatMap(({ cpuOfBlocks }) => cpuOfBlocks),
  RSS: ({ warmRuns }) => warmRuns.map(({ resident }) => resident),
  'JS loaded': ({ loadedBytes }) => listed(loadedBytes),
  zip: ({ zipBytes }) => listed(zipBytes),
} satisfies Record<string, (measurement: Measurement) => readonly number[]>;

export type Metric = keyof typeof METRICS;

/** How many times as much one candidate takes as another, over all pairs. */
export interface Ratio {
  readonly median: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
}

/** @returns undefined where either of them was not measured. */
export const compare = (
  metric: Metric,
  measured: Measurement | undefined,
  reference: Measurement | undefined,
): Ratio | undefined => {
  if (!measured || !reference) return undefined;
  const values = METRICS[metric](measured);
  const references = METRICS[metric](reference);
  if (values.length === 0 || references.length === 0) return undefined;
  const ratios = pairedRatios(values, references);
  return {
    median: median(ratios),
    lowerQuartile: quantile(ratios, 0.25),
    upperQuartile: quantile(ratios, 0.75),
  };
};
