/** In milliseconds. */
export interface ColdStart {
  /** From the start of the process until it asks for its first event: Lambda's init phase. */
  readonly init: number;
  /** From sending the first event to its answer. */
  readonly first: number;
  /** The sum of both: the visitor's wait, without the platform's own time. */
  readonly wall: number;
  /** The CPU time of both. */
  readonly cpu: number;
}

/** The cost of consecutive requests to one process. */
export interface WarmRun {
  /** The time of every request, in milliseconds. */
  readonly latencies: readonly number[];
  /** The average CPU time of a request in each block, in milliseconds. */
  readonly cpuOfBlocks: readonly number[];
  /** The memory after the last request, in MiB. */
  readonly resident: number;
}

/** The raw figures of one candidate. */
export interface Measurement {
  /** One per round. */
  readonly coldStarts: readonly ColdStart[];
  /** Empty if only cold starts were measured. */
  readonly warmRuns: readonly WarmRun[];
  /** The JavaScript loaded until the first answer, in bytes. */
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
  return quantile(
    values.map((value, round) => value / Number(references[round])),
    0.5,
  );
};
