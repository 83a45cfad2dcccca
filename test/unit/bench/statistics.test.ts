import { expect, test } from '@jest/globals';
import { median, pairedRatios, quantile } from '../../../bench/statistics.ts';

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

test('no values have no quantile', () => {
  expect(() => median([])).toThrow(RangeError);
});

test('values are compared within their round only', () => {
  // The machine was ten times slower in the second round, and that changes nothing.
  expect(pairedRatios([5, 50, 6], [10, 100, 10])).toEqual([0.5, 0.5, 0.6]);
});

test('rounds that are not there on both sides cannot be paired', () => {
  expect(() => pairedRatios([1, 2], [1])).toThrow(RangeError);
});
