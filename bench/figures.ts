/** In milliseconds: until a process asks for its first event, from then to the answer, both, and the CPU time of both. */
export type ColdStart = Readonly<Record<'init' | 'first' | 'wall' | 'cpu', number>>;

/** Consecutive requests to one process: the time of each and the CPU time by blocks, in milliseconds; memory in MiB. */
export interface WarmRun {
  readonly latencies: readonly number[];
  readonly cpuOfBlocks: readonly number[];
  readonly resident: number;
}

/** The raw figures of one candidate. */
export interface Measurement {
  readonly coldStarts: readonly ColdStart[];
  readonly warmRuns: readonly WarmRun[];
  /** The JavaScript loaded until the first answer. */
  readonly loadedBytes: number;
  readonly zipBytes: number;
}

/** The values that candidates are compared by, pair by pair; empty if not measured. */
export const METRICS = {
  'cold wall': ({ coldStarts }) => coldStarts.map(({ wall }) => wall),
  'cold CPU': ({ coldStarts }) => coldStarts.map(({ cpu }) => cpu),
  'warm p50': ({ warmRuns }) => warmRuns.map(({ latencies }) => median(latencies)),
  'warm CPU': ({ warmRuns }) => warmRuns.flatMap(({ cpuOfBlocks }) => cpuOfBlocks),
  RSS: ({ warmRuns }) => warmRuns.map(({ resident }) => resident),
  'JS loaded': ({ loadedBytes }) => [loadedBytes],
  zip: ({ zipBytes }) => [zipBytes],
} satisfies Record<string, (measurement: Measurement) => readonly number[]>;

export type Metric = keyof typeof METRICS;

/**
 * @param fraction 0.5 for the median. Values between two measured ones are interpolated.
 * @returns undefined if there are no values.
 */
export const quantile = (values: readonly number[], fraction: number): number | undefined => {
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  return below === undefined || above === undefined ? undefined : below + (above - below) * (position % 1);
};

/** @throws RangeError if there are no values. */
export const median = (values: readonly number[]): number => {
  const found = quantile(values, 0.5);
  if (found === undefined) throw new RangeError('A median needs at least one value');
  return found;
};

/**
 * Compares only figures of the same round, so that a machine that slows down or speeds up during a run does not matter.
 *
 * @returns the median of the rounds' ratios; undefined if either side was not measured.
 * @throws RangeError unless there is one reference for each value.
 */
export const compare = (
  metric: Metric,
  measured: Measurement | undefined,
  reference: Measurement | undefined,
): number | undefined => {
  if (!measured || !reference) return undefined;
  const values = METRICS[metric](measured);
  const references = METRICS[metric](reference);
  if (values.length !== references.length) {
    throw new RangeError(`Cannot pair ${values.length} values with ${references.length}`);
  }
  const ratios = values.map((value, round) => value / Number(references[round]));
  return quantile(ratios, 0.5);
};
