import type { Measurement } from '../../bench/metrics.ts';

interface Figures {
  readonly wall?: readonly number[];
  readonly cpu?: readonly number[];
  readonly warmCpu?: readonly number[];
  readonly resident?: number;
  readonly zipBytes?: number;
}

/** What the benchmark would have measured; nothing for what is left out. */
export const createMeasurement = ({
  wall = [],
  cpu = wall,
  warmCpu,
  resident = 1,
  zipBytes,
}: Figures): Measurement => ({
  coldStarts: wall.map((milliseconds, round) => ({
    init: 0,
    first: milliseconds,
    wall: milliseconds,
    cpu: cpu[round] ?? milliseconds,
  })),
  warmRuns: warmCpu ? [{ latencies: [], cpuOfBlocks: warmCpu, resident }] : [],
  loadedBytes: undefined,
  zipBytes,
});
