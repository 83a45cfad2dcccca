import { expect, test } from '@jest/globals';
import { compare } from '../../../bench/metrics.ts';
import { createMeasurement } from '../../support/measurement.ts';

test('the ratio is the median of the rounds’ ratios, with its quartiles', () => {
  const measured = createMeasurement({ wall: [10, 40, 90, 160, 250] });
  const reference = createMeasurement({ wall: [10, 20, 30, 40, 50] });
  expect(compare('cold wall', measured, reference)).toEqual({ median: 3, lowerQuartile: 2, upperQuartile: 4 });
});

test('blocks of warm requests are paired in the same way', () => {
  const measured = createMeasurement({ warmCpu: [2, 20, 3] });
  const reference = createMeasurement({ warmCpu: [1, 10, 1] });
  expect(compare('warm CPU', measured, reference)?.median).toBe(2);
});

test('bytes are a single value', () => {
  const ratio = compare('zip', createMeasurement({ zipBytes: 300 }), createMeasurement({ zipBytes: 200 }));
  expect(ratio).toEqual({ median: 1.5, lowerQuartile: 1.5, upperQuartile: 1.5 });
});

test('a candidate that was not run has no ratio', () => {
  expect(compare('cold wall', undefined, createMeasurement({ wall: [1] }))).toBeUndefined();
  expect(compare('cold wall', createMeasurement({ wall: [1] }), undefined)).toBeUndefined();
});

test('what was not measured of one of them has no ratio', () => {
  const coldStartsOnly = createMeasurement({ wall: [1] });
  expect(compare('warm CPU', coldStartsOnly, createMeasurement({ warmCpu: [1] }))).toBeUndefined();
  expect(compare('zip', createMeasurement({ zipBytes: 1 }), coldStartsOnly)).toBeUndefined();
});
