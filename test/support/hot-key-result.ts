import type { HotKeyResult } from '../../bench/load/hot-key/hot-key.ts';

const FREE = { gateway: 0, lambda: 0, reads: 0, logs: 0, edge: 0, transfer: 0, total: 0 };

/** A design that serves a hundred views a second for nothing, and whatever else a test says of it. */
export const createHotKeyResult = (result: Partial<HotKeyResult> = {}): HotKeyResult => ({
  design: 'no cache',
  viewsPerSecond: 100,
  servedPerSecond: 100,
  servedShare: 1,
  refusedShare: { gateway: 0, lambda: 0, store: 0 },
  originRequestsPerSecond: 100,
  readsPerSecond: 100,
  throttledReadsPerSecond: 0,
  concurrency: 1,
  mostConcurrent: 2,
  meanBehind: 0,
  longestBehind: 0,
  disagreeingShare: 0,
  dollarsPerMonth: FREE,
  dollarsPerMillion: 0,
  ...result,
});
