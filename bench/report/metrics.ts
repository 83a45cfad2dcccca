import type { ColdStart } from '../run/cold-start.ts';
import type { WarmRun } from '../run/warm-run.ts';

/** The raw figures of one candidate. */
export interface Measurement {
  /** One per round. */
  readonly coldStarts: readonly ColdStart[];
  /** Empty if only cold starts were measured. */
  readonly warmRuns: readonly WarmRun[];
  /** The JavaScript loaded until the first answer, in bytes; undefined for another language. */
  readonly loadedBytes: number | undefined;
  readonly zipBytes: number | undefined;
}

const listed = (value: number | undefined): readonly number[] => (value === undefined ? [] : [value]);

/** The values that candidates are compared by, pair by pair; empty if not measured. */
export const METRICS = {
  'cold wall': ({ coldStarts }) => coldStarts.map(({ wall }) => wall),
  'cold CPU': ({ coldStarts }) => coldStarts.map(({ cpu }) => cpu),
  'warm p50': ({ warmRuns }) => warmRuns.map(({ latencies }) => median(latencies)),
  'warm CPU': ({ warmRuns }) => warmRuns.flatMap(({ cpuOfBlocks }) => cpuOfBlocks),
  RSS: ({ warmRuns }) => warmRuns.map(({ resident }) => resident),
  'JS loaded': ({ loadedBytes }) => listed(loadedBytes),
  zip: ({ zipBytes }) => listed(zipBytes),
} satisfies Record<string, (measurement: Measurement) => readonly number[]>;

export type Metric = keyof typeof METRICS;

/**
 * @param fraction 0.5 for the median. Values between two measured ones are interpolated.
 * @throws RangeError if there are no values.
 */
export const quantile = (values: readonly number[], fraction: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) throw new RangeError('A quantile needs at least one value');
  return below + (above - below) * (position - Math.floor(position));
};

/** @throws RangeError if there are no values. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/**
 * Compares only figures of the same round, so that a machine that slows down or speeds up during a run does not matter.
 *
 * @throws RangeError unless there is one reference for each.
 */
export const pairedRatios = (measured: readonly number[], reference: readonly number[]): number[] => {
  if (measured.length !== reference.length) {
    throw new RangeError(`Cannot pair ${measured.length} values with ${reference.length}`);
  }
  return measured.map((value, round) => value / (reference[round] ?? Number.NaN));
};

export interface Quartiles {
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
}

/** @returns undefined if there are no values. */
export const quartiles = (values: readonly number[]): Quartiles | undefined =>
  values.length === 0
    ? undefined
    : { lower: quantile(values, 0.25), median: median(values), upper: quantile(values, 0.75) };

/** @returns the ratio of one candidate's value to another's; undefined if either was not measured. */
export const compare = (
  metric: Metric,
  measured: Measurement | undefined,
  reference: Measurement | undefined,
): Quartiles | undefined => {
  if (!measured || !reference) return undefined;
  const values = METRICS[metric](measured);
  const references = METRICS[metric](reference);
  if (values.length === 0 || references.length === 0) return undefined;
  return quartiles(pairedRatios(values, references));
};
