/**
 * Starts a stopwatch. The first use of `performance.now()` would take a millisecond of every cold start.
 *
 * @returns a function that gives the milliseconds since the start.
 */
export const startStopwatch = (): (() => number) => {
  const start = process.hrtime.bigint();
  return () => Number(process.hrtime.bigint() - start) / 1e6;
};
