/**
 * @param fraction 0.5 for the median; a value between two of them is interpolated.
 * @throws RangeError for no values.
 */
export const quantile = (values: readonly number[], fraction: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) throw new RangeError('There is no quantile of no values');
  return below + (above - below) * (position - Math.floor(position));
};

/** @throws RangeError for no values. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/**
 * What was measured in the same round is compared with each other only, so that a machine that gets slower or faster in
 * the course of a run doesn't decide.
 *
 * @throws RangeError when there isn't one reference for each.
 */
export const pairedRatios = (measured: readonly number[], reference: readonly number[]): number[] => {
  if (measured.length !== reference.length) {
    throw new RangeError(`Cannot pair ${measured.length} values with ${reference.length}`);
  }
  return measured.map((value, round) => value / (reference[round] ?? Number.NaN));
};
