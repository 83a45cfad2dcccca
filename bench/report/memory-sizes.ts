import { costPerMillion } from '../aws.ts';
import type { CandidateName } from '../candidate.ts';
import type { Run } from '../run/run.ts';
import { quantile } from './metrics.ts';
import { fixed, markdownTable } from './report.ts';

const HEADER = [
  'memory MB',
  ...['page cold ms', 'GraphQL cold ms', 'page warm p50 ms', 'p99', 'GraphQL warm p50 ms', 'p99'],
  ...['USD per million warm page views', 'USD per million cold ones'],
];

const row = ({ memory, measurements }: Run): string[] => {
  const cold = (name: CandidateName) => measurements.get(name)?.coldStarts.map(({ wall }) => wall) ?? [];
  const warm = (name: CandidateName) => measurements.get(name)?.warmRuns.flatMap(({ latencies }) => latencies) ?? [];
  const at = (fraction: number, values: readonly number[], decimals: number) =>
    fixed(values.length > 0 ? quantile(values, fraction) : undefined, decimals);
  const warmTimes = (name: CandidateName) => [at(0.5, warm(name), 2), at(0.99, warm(name), 2)];
  const cost = (durations: readonly number[]) =>
    fixed(durations.length > 0 && memory !== undefined ? costPerMillion(durations, memory) : undefined, 2);
  return [
    String(memory),
    ...[at(0.5, cold('page'), 1), at(0.5, cold('graphql'), 1)],
    ...[...warmTimes('page'), ...warmTimes('graphql'), cost(warm('page')), cost(cold('page'))],
  ];
};

/** Makes a table with the times of page and GraphQL at each memory size, and Lambda's charge for the page. */
export const memorySizesReport = (runs: readonly Run[]): string => `${markdownTable(HEADER, runs.map(row))}\n`;
