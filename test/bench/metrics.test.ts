import { expect, test } from '@jest/globals';
import { compare, median, pairedRatios, quantile, quartiles } from '../../bench/report/metrics.ts';
import { createMeasurement } from './measurement.ts';

test('the ratio is the median of the rounds’ ratios, with its quartiles', () => {
  const measured = createMeasurement({ wall: [10, 40, 90, 160, 250] });
  const reference = createMeasurement({ wall: [10, 20, 30, 40, 50] });
  expect(compare('cold wall', measured, reference)).toEqual({ lower: 2, median: 3, upper: 4 });
});

test('blocks of warm requests are paired by round', () => {
  const measured = createMeasurement({ warmCpu: [2, 20, 3] });
  const reference = createMeasurement({ warmCpu: [1, 10, 1] });
  expect(compare('warm CPU', measured, reference)?.median).toBe(2);
});

test('bytes are a single value', () => {
  const ratio = compare('zip', createMeasurement({ zipBytes: 300 }), createMeasurement({ zipBytes: 200 }));
  expect(ratio).toEqual({ lower: 1.5, median: 1.5, upper: 1.5 });
});

test('a candidate that was not run has no ratio', () => {
  expect(compare('cold wall', undefined, createMeasurement({ wall: [1] }))).toBeUndefined();
  expect(compare('cold wall', createMeasurement({ wall: [1] }), undefined)).toBeUndefined();
});

test('a value that one candidate lacks has no ratio', () => {
  const coldStartsOnly = createMeasurement({ wall: [1] });
  expect(compare('warm CPU', coldStartsOnly, createMeasurement({ warmCpu: [1] }))).toBeUndefined();
  expect(compare('zip', createMeasurement({ zipBytes: 1 }), coldStartsOnly)).toBeUndefined();
});

test('the median of an odd number of values is the middle one, whatever their order', () => {
  expect(median([30, 10, 20])).toBe(20);
});

test('the median of an even number of values is halfway between the middle ones', () => {
  expect(median([4, 1, 2, 10])).toBe(3);
});

test('a quantile between two values is interpolated', () => {
  expect(quantile([0, 10, 20, 30, 40], 0.25)).toBe(10);
  expect(quantile([0, 10], 0.99)).toBeCloseTo(9.9);
});

test('the outermost quantiles are the least and the greatest value', () => {
  expect(quantile([9, 100, 80], 0)).toBe(9);
  expect(quantile([9, 100, 80], 1)).toBe(100);
});

test('an empty list has no quantile', () => {
  expect(() => median([])).toThrow(RangeError);
  expect(quartiles([])).toBeUndefined();
});

test('values are compared within their round only', () => {
  // A machine that is ten times slower in the second round changes nothing.
  expect(pairedRatios([5, 50, 6], [10, 100, 10])).toEqual([0.5, 0.5, 0.6]);
});

test('rounds that one side lacks cannot be paired', () => {
  expect(() => pairedRatios([1, 2], [1])).toThrow(RangeError);
});
