/**
 * Starts a stopwatch. The first use of `performance.now()` would take a millisecond of every cold start.
 *
 * @returns a function that gives the milliseconds since the start.
 */
export const startStopwatch = (): (() => number) => {
  const start = process.hrtime.bigint();
  return () => Number(process.hrtime.bigint() - start) / 1e6;
};

/** Counts kept in addition to requests. */
type Counter = 'Saves' | 'Conflicts' | 'RefusedTokens' | 'FailedPushes';

interface RequestResult {
  /** Method and path as serverless.yml declares them, so there are only a few values. */
  readonly route: string;
  /** The HTTP status. */
  readonly status: number;
}

/** Collects counts and times between two lines of the log. */
export interface Metrics {
  count(counter: Counter): void;
  /** Starts timing a store call; call the result to stop. */
  startStoreCall(): () => void;
  /**
   * Takes everything collected since the last call, with the request, as the members of a JSON object that CloudWatch
   * turns into metrics.
   */
  take(request: RequestResult): string;
}

const NAMESPACE = 'SavedString';

/** CloudWatch reads no more values of one metric in one line. */
const MAX_VALUES = 100;

const OUTCOMES: Readonly<Record<number, string>> = {
  304: 'not_modified',
  401: 'unauthenticated',
  409: 'conflict',
  412: 'conflict',
  503: 'unavailable',
};

const toOutcome = (status: number): string => {
  if (status < 304) return 'ok';
  return OUTCOMES[status] ?? (status < 500 ? 'client_error' : 'defect');
};

/**
 * Metrics in CloudWatch's embedded metric format. They travel in the log's own lines, so they cost no call.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 *
 * Overlapping requests share the counters, and the first to finish flushes them. Totals and percentiles stay right.
 */
export const createMetrics = ({ stage, now }: { stage: string; now: () => Date }): Metrics => {
  let counted: Partial<Record<Counter, number>> = {};
  let storeCalls: number[] = [];
  /** The members for requests without counts. There are only a few. */
  const known = new Map<string, string>();

  const toMembers = (request: RequestResult): string => {
    const values = { ...counted, ...(storeCalls.length > 0 && { StoreLatency: storeCalls }) };
    const unitOf = (Name: string) => ({ Name, Unit: Name === 'StoreLatency' ? 'Milliseconds' : 'Count' });
    const ofStage = Object.keys(values).map(unitOf);
    const CloudWatchMetrics = [
      { Namespace: NAMESPACE, Dimensions: [['stage', 'route', 'outcome']], Metrics: [unitOf('Requests')] },
      ...(ofStage.length > 0 ? [{ Namespace: NAMESPACE, Dimensions: [['stage']], Metrics: ofStage }] : []),
    ];
    const fields = { ...request, stage, outcome: toOutcome(request.status), Requests: 1, ...values };
    // The time follows.
    return JSON.stringify({ ...fields, _aws: { CloudWatchMetrics } }).slice(1, -2);
  };

  return {
    count: (counter) => {
      counted[counter] = (counted[counter] ?? 0) + 1;
    },

    startStoreCall: () => {
      const elapsed = startStopwatch();
      return () => {
        if (storeCalls.length < MAX_VALUES) storeCalls.push(Math.round(elapsed() * 10) / 10);
      };
    },

    take: (request) => {
      const key = `${request.status} ${request.route}`;
      const hasCounts = storeCalls.length > 0 || Object.keys(counted).length > 0;
      const members = (!hasCounts && known.get(key)) || toMembers(request);
      if (!hasCounts) known.set(key, members);
      counted = {};
      storeCalls = [];
      return `${members},"Timestamp":${now().getTime()}}`;
    },
  };
};
