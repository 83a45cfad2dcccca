import { expect, test } from '@jest/globals';
import { fixed, markdownTable } from '../../../bench/table.ts';

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
