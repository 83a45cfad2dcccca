import { expect, test } from '@jest/globals';
import { DEFAULT_SCENARIO } from '../../../../bench/load/hot-key/simulate.ts';
import { hotKeyReport, loadReport, percent } from '../../../../bench/load/report.ts';
import { createHotKeyResult } from '../../../support/hot-key-result.ts';

const SCENARIO = DEFAULT_SCENARIO;

test.each([
  [0, '0 %'],
  [0.000001, '0.1 %'],
  [0.355, '35.5 %'],
  [0.99999, '99.9 %'],
  [1, '100 %'],
])('a share of %p is %p: only nothing is 0 %, and only all is 100 %', (share, text) => {
  expect(percent(share)).toBe(text);
});

test('a design that keeps the promise is shown to', () => {
  const report = hotKeyReport([createHotKeyResult()], SCENARIO);
  expect(report).toContain('| no cache | 100 | 100 | none | 100 | 1.0 | 0.00 | 0 | never | not seen |');
});

test('a design that breaks it is shown to, with every limit that refuses somebody', () => {
  const broken = createHotKeyResult({
    refusedShare: { gateway: 0.5, lambda: 0, store: 0.25 },
    meanBehind: 500,
    longestBehind: 1_004,
    disagreeingShare: 0.001,
  });
  const report = hotKeyReport([broken], SCENARIO);
  expect(report).toContain('50.0 % gateway (429), 25.0 % store (503)');
  expect(report).toContain('| 0.50, 1.00 | seen |');
});

test('a load is a line with its figures', () => {
  const load = {
    operation: 'query',
    callers: 10,
    requests: 6_172,
    perSecond: 1_234.4,
    p50: 7.04,
    p99: 12.3,
    max: 40,
  } as const;
  const report = loadReport([{ ...load, errors: 0, answerBytes: 500, logBytes: 200 }], 4);
  expect(report).toContain('| query | 10 | 1,234 | 7.0 | 12.3 | 40.0 | 0 |');
  expect(report).toContain('in 4 ms');
});
