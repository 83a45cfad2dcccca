import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, jest, test } from '@jest/globals';
import { compare, type Measurement, median, quantile } from '../../bench/figures.ts';
import { rotate } from '../../bench/measure.ts';
import { besideReport, markdownTable, memorySizesReport, publish, runReport } from '../../bench/report.ts';
import { judge, TARGETS } from '../../bench/targets.ts';

interface Figures {
  readonly wall?: readonly number[];
  readonly warmCpu?: readonly number[];
  readonly bytes?: number;
}

const measured = ({ wall = [], warmCpu, bytes = 1_024 }: Figures): Measurement => ({
  coldStarts: wall.map((milliseconds) => ({ init: 0, first: milliseconds, wall: milliseconds, cpu: milliseconds })),
  warmRuns: warmCpu ? [{ latencies: warmCpu, cpuOfBlocks: warmCpu, resident: 9 }] : [],
  loadedBytes: bytes,
  zipBytes: bytes,
});

const runOf = (measurements: Record<string, Figures>, memory?: number) => ({
  memory,
  measurements: new Map(Object.entries(measurements).map(([name, figures]) => [name, measured(figures)])),
});

test.each([
  ['the middle one of an odd number, whatever their order', [30, 10, 20], 0.5, 20],
  ['halfway between the middle ones of an even number', [4, 1, 2, 10], 0.5, 3],
  ['interpolated between two values', [0, 10], 0.99, 9.9],
  ['the least', [9, 100, 80], 0, 9],
  ['the greatest', [9, 100, 80], 1, 100],
])('a quantile is %s', (_, values, fraction, expected) => {
  expect(quantile(values, fraction)).toBeCloseTo(expected);
});

test('an empty list has no quantile', () => {
  expect(quantile([], 0.5)).toBeUndefined();
  expect(() => median([])).toThrow(RangeError);
});

test('values are compared within their round only', () => {
  // A machine that is ten times slower in the second round changes nothing.
  const ratio = (wall: number[], other: number[]) =>
    compare('cold wall', measured({ wall }), measured({ wall: other }));
  expect(ratio([10, 400, 90], [10, 200, 30])).toBe(2);
  expect(ratio([], [])).toBeUndefined();
  expect(compare('cold wall', undefined, measured({ wall: [1] }))).toBeUndefined();
  expect(() => ratio([1, 2], [1])).toThrow(RangeError);
});

test('each candidate is first in one round', () => {
  expect([0, 1, 2, 3].map((by) => rotate(['a', 'b', 'c'], by).join(''))).toEqual(['abc', 'bca', 'cab', 'abc']);
});

test('a table aligns its figures, and leaves out a column without any', () => {
  const rows = [
    ['page', '1', '–', '–'],
    ['yoga', '–', '–', '2'],
  ];
  expect(markdownTable(['name', 'a', 'b', 'c'], rows)).toBe(
    '| name | a | c |\n| --- | ---: | ---: |\n| page | 1 | – |\n| yoga | – | 2 |',
  );
});

test('a run is reported with ratios to the reference, and to another checkout', () => {
  const run = runOf({
    bare: { wall: [10, 20], warmCpu: [2] },
    page: { wall: [5, 10], warmCpu: [1] },
    'page, beside': { wall: [10, 20], warmCpu: [4] },
  });
  expect(runReport(run)).toContain(
    '| page | 7.5 | 0.50 | 0.0 | 7.5 | 7.5 | 0.50 | 1.00 | 1.00 | 1.000 | 0.50 | 9 | 1.00 | 1 | 1 |',
  );
  expect(besideReport(run)).toContain('| page | 0.50 | 0.50 | 0.25 | 0.25 | 1.00 | 1.00 | 1.00 |');
});

test('a table tells the times at each memory size', () => {
  const figures = { wall: [100], warmCpu: [1] };
  expect(memorySizesReport([runOf({ page: figures, graphql: figures }, 1_024)])).toContain(
    '| 1024 | 100.0 | 100.0 | 1.00 | 1.00 | 1.00 | 1.00 |',
  );
});

test.each([
  ['cold CPU', 72, '✓ page: cold CPU 0.72 × bare (at most 0.72)', false],
  ['cold CPU', 73, '✗ page: cold CPU 0.73 × bare (at most 0.72)', true],
  // Elapsed time depends on the machine's load.
  ['cold wall', 73, '✗ page: cold wall 0.73 × bare (at most 0.72, for information only)', false],
  ['warm CPU', 73, '– page: warm CPU × bare not measured', false],
] as const)('a target for %s is judged at %i of 100', (metric, wall, line, fails) => {
  const run = runOf({ page: { wall: [wall] }, bare: { wall: [100] } });
  expect(judge({ candidate: 'page', metric, reference: 'bare', atMost: 0.72 }, run)).toEqual({ line, fails });
});

test('nothing is promised twice, and nothing fails because it was not measured', () => {
  const verdicts = TARGETS.map((target) => judge(target, runOf({})));
  expect(new Set(verdicts.map(({ line }) => line)).size).toBe(TARGETS.length);
  expect(verdicts.filter(({ fails }) => fails)).toEqual([]);
});

test('a table takes its place in the document', () => {
  const directory = mkdtempSync(join(tmpdir(), 'saved-string-report-'));
  const document = pathToFileURL(join(directory, 'performance.md'));
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  writeFileSync(document, 'before\n<!-- load -->\n\nold\n\n<!-- end -->\nafter\n<!-- end -->\n');
  publish('load', 'new\n', { document });
  expect(readFileSync(document, 'utf8')).toContain('old');
  publish('load', 'new\n', { document, write: true });
  expect(readFileSync(document, 'utf8')).toBe('before\n<!-- load -->\n\nnew\n\n<!-- end -->\nafter\n<!-- end -->\n');
  expect(() => publish('weather', 'new\n', { document, write: true })).toThrow('has no place for weather');
  write.mockRestore();
  rmSync(directory, { recursive: true });
});
