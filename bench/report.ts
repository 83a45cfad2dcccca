import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { besideOf, REFERENCE } from './candidates.ts';
import { type ColdStart, compare, METRICS, type Measurement, type Metric, quantile } from './figures.ts';
import type { DearCost, Run } from './measure.ts';

/** @returns the figure with this many decimals, or a dash if there is none. */
const fixed = (value: number | undefined, decimals: number): string => value?.toFixed(decimals) ?? '–';

/** @returns a Markdown table with text in the first column and figures in the others. Empty columns are left out. */
export const markdownTable = (header: readonly string[], rows: readonly (readonly string[])[]): string => {
  const isFilled = (_: string, column: number) => rows.some((row) => row[column] !== '–');
  const line = (cells: readonly string[]) => `| ${cells.filter(isFilled).join(' | ')} |`;
  const alignment = header.map((_, column) => (column === 0 ? '---' : '---:'));
  return [header, alignment, ...rows].map(line).join('\n');
};

const HEADER = [
  ...['cold ms', '×', 'init', 'first', 'cold CPU ms', '×'],
  ...['warm p50 ms', 'p99', 'CPU ms/request', '×', 'RSS MiB', '×', 'JS KiB', 'zip KiB'],
];

const row = (name: string, measured: Measurement, reference: Measurement | undefined): string[] => {
  const { coldStarts, warmRuns, loadedBytes, zipBytes } = measured;
  const middle = (values: readonly number[], decimals: number) => fixed(quantile(values, 0.5), decimals);
  const partsOf = (part: keyof ColdStart) => coldStarts.map((start) => start[part]);
  const cold = (part: keyof ColdStart) => middle(partsOf(part), 1);
  const typical = (metric: Metric, decimals: number) => middle(METRICS[metric](measured), decimals);
  const ratio = (metric: Metric) => fixed(compare(metric, measured, reference), 2);
  const latencies = warmRuns.flatMap((run) => run.latencies);
  return [
    name,
    ...[cold('wall'), ratio('cold wall'), cold('init'), cold('first'), cold('cpu'), ratio('cold CPU')],
    ...[fixed(quantile(latencies, 0.5), 2), fixed(quantile(latencies, 0.99), 2)],
    ...[typical('warm CPU', 3), ratio('warm CPU'), typical('RSS', 0), ratio('RSS')],
    ...[fixed(loadedBytes / 1_024, 0), fixed(zipBytes / 1_024, 0)],
  ];
};

/** Makes a table of one run: medians, each with its ratio to the reference (×). */
export const runReport = ({ memory, measurements }: Run): string => {
  const rows = [...measurements].map(([name, measured]) => row(name, measured, measurements.get(REFERENCE)));
  const title = memory === undefined ? 'All of the CPU' : `At ${memory} MB`;
  return `${title} (× is the ratio to \`${REFERENCE}\`):\n\n${markdownTable(['candidate', ...HEADER], rows)}\n`;
};

/** Makes a table of this checkout's candidates, compared with the same of another one. */
export const besideReport = ({ measurements }: Run): string => {
  const rows = [...measurements].flatMap(([name, measured]) => {
    const beside = measurements.get(besideOf(name));
    if (!beside) return [];
    return [[name, ...Object.keys(METRICS).map((metric) => fixed(compare(metric as Metric, measured, beside), 2))]];
  });
  return `The ratio to the other checkout:\n\n${markdownTable(['candidate', ...Object.keys(METRICS)], rows)}\n`;
};

/** Makes a table with the cost of the most expensive requests, compared with the page. */
export const dearReport = (costs: readonly DearCost[]): string => {
  const rows = costs.map(({ name, status, cpu, ratio }) => [name, String(status), fixed(cpu, 1), fixed(ratio, 1)]);
  return `${markdownTable(['request without a token', 'status', 'CPU ms', '× page'], rows)}\n`;
};

/** Makes a table with the times of page and GraphQL at each memory size. */
export const memorySizesReport = (runs: readonly Run[]): string => {
  const header = ['page cold ms', 'GraphQL cold ms', 'page warm p50 ms', 'p99', 'GraphQL warm p50 ms', 'p99'];
  const rows = runs.map(({ memory, measurements }) => {
    const [page, graphql] = ['page', 'graphql'].map((name) => measurements.get(name));
    const cold = (of?: Measurement) => fixed(quantile(of?.coldStarts.map(({ wall }) => wall) ?? [], 0.5), 1);
    const warm = (of?: Measurement) => of?.warmRuns.flatMap(({ latencies }) => latencies) ?? [];
    const times = (of?: Measurement) => [0.5, 0.99].map((fraction) => fixed(quantile(warm(of), fraction), 2));
    return [String(memory), cold(page), cold(graphql), ...times(page), ...times(graphql)];
  });
  return `${markdownTable(['memory MB', ...header], rows)}\n`;
};

/** Describes the machine, its load and the time. */
export const conditions = (loadBefore: number): string => {
  const [loadAfter] = loadavg();
  const machine = `Node ${process.version.slice(1)}; ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`;
  const date = new Date().toISOString().slice(0, 10);
  return `${date}; ${machine}; load ${fixed(loadBefore, 1)} before, ${fixed(loadAfter, 1)} after.`;
};

const DOCUMENT = new URL('../docs/performance.md', import.meta.url);

/** Prints a report, or puts it into its place in docs/performance.md. @throws Error if that has no such place. */
export const publish = (place: string, report: string, { write = false, document = DOCUMENT } = {}): void => {
  process.stdout.write(report);
  if (!write) return;
  const text = readFileSync(document, 'utf8');
  const [before, old] = text.split(`<!-- ${place} -->\n`);
  const end = old?.indexOf('<!-- end -->') ?? -1;
  if (old === undefined || end === -1) throw new Error(`The document has no place for ${place}`);
  writeFileSync(document, `${before}<!-- ${place} -->\n\n${report}\n${old.slice(end)}`);
};
