import { REFERENCE } from './candidate.ts';
import type { ColdStart } from './cold-start.ts';
import type { Machine } from './machine.ts';
import { compare, METRICS, type Measurement, type Metric } from './metrics.ts';
import type { Options } from './options.ts';
import type { Pass } from './pass.ts';
import { median, quantile } from './statistics.ts';
import { fixed, kibibytes, markdownTable } from './table.ts';
import type { Verdict } from './verdict.ts';

const HEADER = [
  'candidate',
  ...['cold ms', '×', 'init', 'first', 'cold CPU ms', '×'],
  ...['warm p50 ms', 'p99', 'CPU ms/request', '×', 'RSS MiB', '×', 'JS KiB', 'zip KiB'],
];

const row = (name: string, measured: Measurement, reference: Measurement | undefined): string[] => {
  const { coldStarts, warmRuns, loadedBytes, zipBytes } = measured;
  const cold = (part: keyof ColdStart) => fixed(median(coldStarts.map((start) => start[part])), 1);
  const typical = (values: readonly number[], decimals: number, fraction = 0.5) =>
    fixed(values.length > 0 ? quantile(values, fraction) : undefined, decimals);
  const ratio = (metric: Metric) => fixed(compare(metric, measured, reference)?.median, 2);
  const latencies = warmRuns.flatMap((run) => run.latencies);
  return [
    name,
    ...[cold('wall'), ratio('cold wall'), cold('init'), cold('first'), cold('cpu'), ratio('cold CPU')],
    ...[typical(latencies, 2), typical(latencies, 2, 0.99)],
    ...[typical(METRICS['warm CPU'](measured), 3), ratio('warm CPU')],
    ...[typical(METRICS.RSS(measured), 0), ratio('RSS')],
    ...[kibibytes(loadedBytes), kibibytes(zipBytes)],
  ];
};

const title = (memory: number | undefined): string => (memory === undefined ? 'All of the CPU' : `At ${memory} MB`);

/** A table of one pass: medians, and beside them how many times the reference's they are (×). */
export const passReport = ({ memory, measurements }: Pass): string => {
  const reference = measurements.get(REFERENCE);
  const rows = [...measurements].map(([name, measured]) => row(name, measured, reference));
  return `${title(memory)} (× is the ratio to ${REFERENCE})\n\n${markdownTable(HEADER, rows)}\n`;
};

const MARKS = { met: '✓', missed: '✗', 'not measured': '–' } as const;

/** One line for a target. */
export const verdictLine = ({ target, ratio, outcome, informsOnly }: Verdict): string => {
  const { candidate, metric, reference, atMost, memory } = target;
  const where = memory === undefined ? '' : ` at ${memory} MB`;
  const figure = ratio === undefined ? `× ${reference} not measured` : `${ratio.toFixed(2)} × ${reference}`;
  const note = informsOnly ? ', informs only' : '';
  return `${MARKS[outcome]} ${candidate}${where}: ${metric} ${figure} (at most ${atMost.toFixed(2)}${note})`;
};

/** One line that says on what, and under what load, the figures were measured. */
export const conditionsLine = (
  { runtime, dbLatency, rounds }: Pick<Options, 'runtime' | 'dbLatency' | 'rounds'>,
  loadBefore: readonly number[],
  { node, cores, cpu, load }: Machine,
): string => {
  const [before, after] = [loadBefore, load].map((averages) => fixed(averages[0], 2));
  return [
    `Node ${node.slice(1)} ${runtime === undefined ? 'with the loop of bench/lambda' : 'with aws-lambda-ric'}`,
    `${cores} × ${cpu}`,
    `a DynamoDB that answers in ${dbLatency} ms`,
    `${rounds} rounds`,
    `load ${before} before, ${after} after`,
  ].join('; ');
};
