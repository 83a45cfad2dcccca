import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { scaleTable } from '../../bench/scale.ts';

/** The cells of each row, without the header. */
const rows = scaleTable()
  .split('\n')
  .slice(2)
  .map((line) => line.slice(2, -2).split(' | '));

const row = (design: string, rate: string) => rows.find(([name, views]) => name === design && views === rate);

test('the table of docs/performance/scale.md is what `node bench/scale.ts` prints', () => {
  const text = readFileSync(new URL('../../docs/performance/scale.md', import.meta.url), 'utf8');
  const [, table] = /\n\n(\| design \|[\s\S]*?)\n\n/.exec(text) ?? [];
  expect(table).toBe(scaleTable());
});

test('without a lease, the reads of one partition limit the views served', () => {
  expect(row('no lease', '3,000')?.slice(2, 6)).toEqual(['3,000', '0', '0', '3,000']);
  expect(row('no lease', '30,000')?.slice(2, 6)).toEqual(['3,000', '20,000', '7,000', '3,000']);
});

test('with a lease, only the gateway limits the views served', () => {
  expect(row('lease', '10,000')?.slice(2, 6)).toEqual(['10,000', '0', '0', '4']);
  expect(row('lease', '30,000')?.slice(2, 6)).toEqual(['10,000', '20,000', '0', '4']);
});

test('with an edge cache, all views are served with at most one read a second per regional cache', () => {
  const edge = rows.filter(([design]) => design === 'edge cache');
  for (const [, views, served, throttled, refused, reads] of edge) {
    expect([served, throttled, refused]).toEqual([views, '0', '0']);
    expect(Number(reads)).toBeLessThanOrEqual(13);
  }
  expect(edge).toHaveLength(9);
});

test('a million views cost 1.96 dollars up to the limit of a partition, and refused ones add to that', () => {
  expect(row('no lease', '3,000')?.at(-2)).toBe('1.96');
  expect(row('no lease', '3,300')?.at(-2)).toBe('2.13');
});
