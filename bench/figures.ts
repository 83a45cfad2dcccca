import { REFERENCE } from './candidate.ts';
import { compare, METRICS, type Measurement, type Metric } from './metrics.ts';
import type { Pass } from './pass.ts';
import { median } from './statistics.ts';

const metrics = Object.keys(METRICS) as Metric[];

const summarize = (measured: Measurement, reference: Measurement | undefined) => ({
  ...measured,
  medians: Object.fromEntries(
    metrics
      .map((metric) => [metric, METRICS[metric](measured)] as const)
      .filter(([, values]) => values.length > 0)
      .map(([metric, values]) => [metric, median(values)]),
  ),
  ratios: Object.fromEntries(metrics.map((metric) => [metric, compare(metric, measured, reference)])),
});

/** Every figure of a pass, ready for JSON. Times are in milliseconds, memory in MiB, ratios to the reference. */
export const figures = ({ memory, measurements }: Pass) => ({
  memory: memory ?? 'unlimited',
  reference: REFERENCE,
  candidates: Object.fromEntries(
    [...measurements].map(([name, measured]) => [name, summarize(measured, measurements.get(REFERENCE))]),
  ),
});
