import { cpus, loadavg } from 'node:os';
import { REFERENCE } from '../candidate.ts';
import type { Options } from '../options.ts';
import type { ColdStart } from '../run/cold-start.ts';
import type { DearCost } from '../run/measure-dear-requests.ts';
import type { Run } from '../run/run.ts';
import { compare, METRICS, type Measurement, type Metric, median, quantile } from './metrics.ts';
import type { Verdict } from './targets.ts';

/** @returns the figure with this many decimals, or a dash if there is none. */
export const fixed = (value: number | undefined, decimals: number): string => value?.toFixed(decimals) ?? '–';

/** @returns the bytes in whole KiB, or a dash if there is no figure. */
const kibibytes = (bytes: number | undefined): string => fixed(bytes === undefined ? undefined : bytes / 1_024, 0);

/** @returns a Markdown table with text in the first column and figures in the others. Empty columns are left out. */
export const markdownTable = (header: readonly string[], rows: readonly (readonly string[])[]): string => {
  const isFilled = (_: string, column: number) => rows.some((row) => row[column] !== fixed(undefined, 0));
  const line = (cells: readonly string[]) => `| ${cells.filter(isFilled).join(' | ')} |`;
  const alignment = header.map((_, column) => (column === 0 ? '---' : '---:'));
  return [header, alignment, ...rows].map(line).join('\n');
};

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

/** Makes a table of one run: medians, each with its ratio to the reference (×). */
export const runReport = ({ memory, measurements }: Run): string => {
  const reference = measurements.get(REFERENCE);
  const rows = [...measurements].map(([name, measured]) => row(name, measured, reference));
  return `${title(memory)} (× is the ratio to ${REFERENCE})\n\n${markdownTable(HEADER, rows)}\n`;
};

/** Makes a table with the cost of the most expensive requests, compared with the page. */
export const dearReport = (costs: readonly DearCost[]): string => {
  const rows = costs.map(({ name, status, cpu, ratio }) => [name, String(status), fixed(cpu, 1), fixed(ratio, 1)]);
  const header = ['request without a token', 'status', 'CPU ms', '× page'];
  return `The most expensive requests, warm (× is the ratio to the page's CPU)\n\n${markdownTable(header, rows)}\n`;
};

const MARKS = { met: '✓', missed: '✗', 'not measured': '–' } as const;

/** Formats the line for a target. */
export const verdictLine = ({ target, ratio, outcome, informsOnly }: Verdict): string => {
  const { candidate, metric, reference, atMost, memory } = target;
  const where = memory === undefined ? '' : ` at ${memory} MB`;
  const figure = ratio === undefined ? `× ${reference} not measured` : `${ratio.toFixed(2)} × ${reference}`;
  const note = informsOnly ? ', for information only' : '';
  return `${MARKS[outcome]} ${candidate}${where}: ${metric} ${figure} (at most ${atMost.toFixed(2)}${note})`;
};

/** Describes the machine of a run and its average load over 1, 5 and 15 minutes. */
export const describeMachine = () => ({
  node: process.version,
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  load: loadavg(),
});

/** Formats a line about the machine and its load. */
export const conditionsLine = (
  { dbLatency, rounds }: Pick<Options, 'dbLatency' | 'rounds'>,
  loadBefore: readonly number[],
  { node, cores, cpu, load }: ReturnType<typeof describeMachine>,
): string => {
  const [before, after] = [loadBefore, load].map((averages) => fixed(averages[0], 2));
  const store = `a DynamoDB that answers in ${dbLatency} ms; ${rounds} rounds`;
  return `Node ${node.slice(1)}; ${cores} × ${cpu}; ${store}; load ${before} before, ${after} after`;
};
