import { beforeEach, expect, test } from '@jest/globals';
import { createMetrics, type Metrics } from '../../src/http/metrics.ts';

const time = new Date('2026-01-31T09:30:00.000Z');
const ok = { route: 'GET /', status: 200 };

let metrics: Metrics;
beforeEach(() => {
  metrics = createMetrics({ stage: 'test', now: () => time });
});

interface Line {
  readonly _aws: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
    }[];
  };
  readonly [field: string]: unknown;
}
const take = (request = ok): Line => JSON.parse(`{${metrics.take(request)}}`);

test('a request is counted by stage, route and outcome', () => {
  expect(take()).toMatchObject({ stage: 'test', route: 'GET /', outcome: 'ok', Requests: 1 });
});

test.each([
  [200, 'ok'],
  [302, 'ok'],
  [304, 'not_modified'],
  [400, 'client_error'],
  [401, 'unauthenticated'],
  [404, 'client_error'],
  [409, 'conflict'],
  [412, 'conflict'],
  [500, 'defect'],
  [503, 'unavailable'],
])('status %i is the outcome %s', (status, outcome) => {
  expect(take({ ...ok, status }).outcome).toBe(outcome);
});

test('a line takes all counts since the last one, and the next starts at zero', () => {
  metrics.count('Saves');
  metrics.count('Saves');
  metrics.count('RefusedTokens');
  metrics.startStoreCall()();
  metrics.startStoreCall()();
  expect(take()).toMatchObject({ Saves: 2, RefusedTokens: 1, StoreLatency: [expect.any(Number), expect.any(Number)] });
  expect(Object.keys(take())).toEqual(['route', 'status', 'stage', 'outcome', 'Requests', '_aws']);
});

test('a line has no more values of a metric than CloudWatch reads', () => {
  for (let call = 0; call < 250; call += 1) metrics.startStoreCall()();
  expect(take().StoreLatency).toHaveLength(100);
});

test('every line follows the embedded metric format: it contains each declared metric and dimension', () => {
  metrics.count('Saves');
  metrics.count('Conflicts');
  metrics.startStoreCall()();
  for (const line of [take(), take({ route: 'none', status: 404 })]) {
    expect(line._aws.Timestamp).toBe(time.getTime());
    for (const { Namespace, Dimensions, Metrics } of line._aws.CloudWatchMetrics) {
      expect(Namespace).toBe('SavedString');
      for (const dimension of Dimensions.flat()) expect(line[dimension]).toEqual(expect.any(String));
      expect(Metrics.length).toBeGreaterThan(0);
      for (const { Name, Unit } of Metrics) {
        expect(Unit).toBe(Name === 'StoreLatency' ? 'Milliseconds' : 'Count');
        for (const value of [line[Name]].flat()) expect(value).toEqual(expect.any(Number));
      }
    }
  }
});
