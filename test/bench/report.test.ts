import { expect, test } from '@jest/globals';
import { dearReport, fixed, markdownTable } from '../../bench/report/report.ts';

test('a table has a line for each row, and its figures are aligned', () => {
  expect(markdownTable(['name', 'ms'], [['page', fixed(1.234, 1)]])).toBe(
    '| name | ms |\n| --- | ---: |\n| page | 1.2 |',
  );
});

test('a figure that is missing is a dash, and a column without any figure is left out', () => {
  const rows = [
    ['page', fixed(1, 0), fixed(undefined, 0), '–'],
    ['flask', '–', '–', '2'],
  ];
  expect(markdownTable(['name', 'a', 'b', 'c'], rows)).toBe(
    '| name | a | c |\n| --- | ---: | ---: |\n| page | 1 | – |\n| flask | – | 2 |',
  );
});

test('the dearest requests stand with their status, their CPU, and how many pages that is', () => {
  const cost = { name: '900 unknown fields', status: 400, cpu: 14.96, ratio: 17.04 };
  expect(dearReport([cost])).toContain('| 900 unknown fields | 400 | 15.0 | 17.0 |');
});
