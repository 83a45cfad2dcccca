/** Where the curves are, from left to right. */
export const [LEFT, RIGHT] = [80, 770];

/** From 0 past the largest value, in at most seven steps that people count in. */
export const ticksUpTo = (largest: number): number[] => {
  const atLeast = largest / 6;
  const magnitude = 10 ** Math.floor(Math.log10(atLeast));
  const step = ([1, 2, 5].find((factor) => factor * magnitude >= atLeast) ?? 10) * magnitude;
  return Array.from({ length: Math.ceil(largest / step) + 1 }, (_, index) => index * step);
};

export interface RateAxis {
  /** Where a rate is. */
  readonly x: (rate: number) => number;
  readonly holds: (rate: number) => boolean;
  /** The powers of ten that are on it. */
  readonly decades: readonly number[];
}

/** A logarithmic axis that holds all the rates. */
export const createRateAxis = (rates: readonly number[]): RateAxis => {
  const [from, to] = [Math.log10(Math.min(...rates)), Math.log10(Math.max(...rates))];
  const first = Math.ceil(from);
  return {
    x: (rate) => LEFT + ((Math.log10(rate) - from) / (to - from || 1)) * (RIGHT - LEFT),
    holds: (rate) => Math.log10(rate) >= from && Math.log10(rate) <= to,
    decades: Array.from({ length: Math.floor(to) - first + 1 }, (_, index) => 10 ** (first + index)),
  };
};
