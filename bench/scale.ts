// `node bench/scale.ts` prints the table of docs/performance/scale.md, in which all visitors read one item.
import { LIMITS, PRICES, priceOf } from './aws.ts';
import { markdownTable } from './report/report.ts';

/** Views per second. The limit of one partition is between 3,000 and 3,300. */
const RATES = [10, 100, 1_000, 3_000, 3_300, 5_000, 10_000, 30_000, 100_000];

/** In milliseconds, measured on 21 November 2026 with one caller, the default function size, and a store that takes 4. */
const READ = { milliseconds: 5.2, billed: 6 };
const KEPT = { milliseconds: 0.4, billed: 1 };

const PAGE = {
  memoryGB: 1_769 / 1_024,
  /** Including headers. */
  bytes: 2_206,
  /** The function's own line, plus an estimate of 370 for Lambda's START, END and REPORT. */
  logBytes: 894,
};

/** 730 hours, as AWS counts. */
const MONTH_SECONDS = 2_628_000;
const CACHE_SECONDS = 1;

/** The load in units per second. */
interface Load {
  readonly design: 'no lease' | 'lease' | 'edge cache';
  readonly views: number;
  /** Views that the gateway rejects with 429, free of charge. */
  readonly throttled: number;
  readonly invocations: number;
  readonly reads: number;
  /** The time of one invocation. */
  readonly page: typeof READ;
}

const withoutLease = (views: number): Load => {
  const invocations = Math.min(views, LIMITS.gatewayRequestsPerSecond);
  const reads = Math.min(invocations, LIMITS.readUnitsPerSecond);
  return { design: 'no lease', views, throttled: views - invocations, invocations, reads, page: READ };
};

const instancesOf = ({ invocations, page }: Pick<Load, 'invocations' | 'page'>): number =>
  (invocations * page.milliseconds) / 1_000;

/** Each instance at work reads once per lease of a second. */
const withLease = (views: number): Load => {
  const invocations = Math.min(views, LIMITS.gatewayRequestsPerSecond);
  const reads = Math.ceil(instancesOf({ invocations, page: KEPT }));
  return { design: 'lease', views, throttled: views - invocations, invocations, reads, page: KEPT };
};

/** @returns the requests that pass the caches: each cache lets one through per lifetime, plus the wait for the next. */
const missesPerSecond = (caches: number, requestsPerSecond: number): number =>
  caches / (CACHE_SECONDS + caches / requestsPerSecond);

const withEdgeCache = (views: number): Load => {
  const { pointsOfPresence, regionalCaches } = LIMITS.edge;
  const misses = missesPerSecond(regionalCaches, missesPerSecond(pointsOfPresence, views));
  return { design: 'edge cache', views, throttled: 0, invocations: misses, reads: misses, page: READ };
};

/** An invocation whose read is throttled answers 503 at once: reads are not retried. */
const refusedOf = ({ design, invocations, reads }: Load): number => (design === 'lease' ? 0 : invocations - reads);
const servedOf = (load: Load): number => load.views - load.throttled - refusedOf(load);

/** @returns the price of a month at this load, in US dollars. */
const monthlyCost = (load: Load): number => {
  const { design, views, invocations, reads, page } = load;
  const atEdge = design === 'edge cache';
  const millions = (perSecond: number) => (perSecond * MONTH_SECONDS) / 1e6;
  const gigabytes = (perSecond: number, bytes: number) => (perSecond * MONTH_SECONDS * bytes) / 2 ** 30;
  const gigabyteSeconds = invocations * MONTH_SECONDS * (page.billed / 1_000) * PAGE.memoryGB;
  return (
    priceOf(millions(invocations), PRICES.gatewayMillion) +
    priceOf(millions(invocations), PRICES.lambdaMillion) +
    priceOf(gigabyteSeconds, PRICES.lambdaGBSecond) +
    priceOf(millions(reads), PRICES.readMillion) +
    priceOf(gigabytes(invocations, PAGE.logBytes), PRICES.logGB) +
    priceOf(millions(atEdge ? views : 0), PRICES.edgeMillion) +
    priceOf(gigabytes(servedOf(load), PAGE.bytes), atEdge ? PRICES.edgeGB : PRICES.transferGB)
  );
};

const HEADER = [
  'design',
  'views/s',
  'served/s',
  '429/s',
  '503/s',
  'reads/s',
  'instances at work',
  '$ per million',
  '$ per month',
];

const row = (load: Load): string[] => {
  const whole = (value: number) => Math.round(value).toLocaleString('en-US');
  const cost = monthlyCost(load);
  return [
    load.design,
    ...[load.views, servedOf(load), load.throttled, refusedOf(load), load.reads].map(whole),
    instancesOf(load).toFixed(1),
    ((cost * 1e6) / (servedOf(load) * MONTH_SECONDS)).toFixed(2),
    whole(cost),
  ];
};

/** Makes a Markdown table of the three designs at all rates. */
export const scaleTable = (): string =>
  markdownTable(
    HEADER,
    [withoutLease, withLease, withEdgeCache].flatMap((design) => RATES.map(design).map(row)),
  );

if (import.meta.main) process.stdout.write(`${scaleTable()}\n`);
