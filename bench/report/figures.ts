import { writeFile } from 'node:fs/promises';
import { REFERENCE } from '../candidate.ts';
import type { ColdStart } from '../run/cold-start.ts';
import type { Run } from '../run/run.ts';
import { compare, METRICS, type Measurement, type Metric, type Quartiles, quantile, quartiles } from './metrics.ts';

const metrics = Object.keys(METRICS) as Metric[];

/** @returns the lower quartile, the median and the upper quartile. */
const list = (found: Quartiles | undefined) => found && [found.lower, found.median, found.upper];

const summarize = (measured: Measurement, reference: Measurement | undefined) => {
  const cold = (part: keyof ColdStart) => list(quartiles(measured.coldStarts.map((start) => start[part])));
  const latencies = measured.warmRuns.flatMap((run) => run.latencies);
  return {
    ...Object.fromEntries(metrics.map((metric) => [metric, list(quartiles(METRICS[metric](measured)))])),
    init: cold('init'),
    first: cold('first'),
    latency: list(quartiles(latencies)),
    p99: latencies.length > 0 ? quantile(latencies, 0.99) : undefined,
    ratios: Object.fromEntries(metrics.map((metric) => [metric, list(compare(metric, measured, reference))])),
  };
};

/**
 * Converts the figures of a run for JSON: the lower quartile, the median and the upper quartile of each. Times are in
 * milliseconds, memory is in MiB, the rest in bytes.
 */
export const figures = ({ memory, measurements }: Run) => ({
  memory: memory ?? 'unlimited',
  reference: REFERENCE,
  candidates: Object.fromEntries(
    [...measurements].map(([name, measured]) => [name, summarize(measured, measurements.get(REFERENCE))]),
  ),
});

const toMicroseconds = (_key: string, value: unknown): unknown =>
  typeof value === 'number' ? Math.round(value * 1_000) / 1_000 : value;

/** Writes JSON with three decimals: milliseconds are accurate to the microsecond at best. */
export const writeFigures = (file: string, content: object): Promise<void> =>
  writeFile(file, `${JSON.stringify(content, toMicroseconds)}\n`);
