/**
 * Starts measuring. `performance.now()` would do, but the first look at it takes a millisecond of every cold start.
 *
 * @returns what tells the milliseconds since then.
 */
export const startStopwatch = (): (() => number) => {
  const start = process.hrtime.bigint();
  return () => Number(process.hrtime.bigint() - start) / 1e6;
};
