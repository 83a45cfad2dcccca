import { expect, test } from '@jest/globals';
import { dearReport, fixed, markdownTable } from '../../bench/report/report.ts';

test('a table has a line per row and aligns its figures', () => {
  expect(markdownTable(['name', 'ms'], [['page', fixed(1.234, 1)]])).toBe(
    '| name | ms |\n| --- | ---: |\n| page | 1.2 |',
  );
});

test('a missing figure is a dash, and an empty column is left out', () => {
  const rows = [
    ['page', fixed(1, 0), fixed(undefined, 0), '–'],
    ['flask', '–', '–', '2'],
  ];
  expect(markdownTable(['name', 'a', 'b', 'c'], rows)).toBe(
    '| name | a | c |\n| --- | ---: | ---: |\n| page | 1 | – |\n| flask | – | 2 |',
  );
});

test('the most expensive requests are listed with status, CPU and ratio to the page', () => {
  const cost = { name: '900 unknown fields', status: 400, cpu: 14.96, ratio: 17.04 };
  expect(dearReport([cost])).toContain('| 900 unknown fields | 400 | 15.0 | 17.0 |');
});
