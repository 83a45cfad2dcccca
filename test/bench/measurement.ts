import type { Measurement } from '../../bench/report/metrics.ts';

interface Figures {
  readonly wall?: readonly number[];
  readonly cpu?: readonly number[];
  readonly warmCpu?: readonly number[];
  readonly resident?: number;
  readonly zipBytes?: number;
}

/** Creates a measurement with these figures; the others were not measured. */
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
  warmRuns: warmCpu ? [{ latencies: warmCpu, cpuOfBlocks: warmCpu, resident }] : [],
  loadedBytes: undefined,
  zipBytes,
});
