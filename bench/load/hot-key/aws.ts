import { LAMBDA_PRICES } from '../../prices.ts';

/**
 * What AWS publishes about its limits, looked up on 21 November 2026 in copies of the pages that are named. They are the
 * defaults of an account; an asterisk marks those that AWS raises on request.
 */
export const LIMITS = {
  /** DynamoDB Developer Guide, "Key range throughput exceeded (hot partitions)": for one partition, so for one item. */
  partition: { readUnitsPerSecond: 3_000, bytesPerReadUnit: 4_096 },

  /** Lambda Developer Guide, "Lambda quotas" and "Lambda scaling behavior". */
  lambda: {
    concurrency: 1_000, // *
    requestsPerSecondPerConcurrency: 10,
    newInstancesPerSecond: 100, // 1,000 in 10 seconds, for each function
    newInstancesBurst: 1_000,
  },

  /** API Gateway Developer Guide, "Amazon API Gateway quotas": for all HTTP APIs of a region together. */
  gateway: { requestsPerSecond: 10_000, burst: 5_000 }, // *

  /** AWS Fault Isolation Boundaries, "Points of presence". Each has a cache, and each of its own asks a regional one. */
  edge: { pointsOfPresence: 410, regionalCaches: 13 },
} as const;

/**
 * How the AWS SDK retries a throttled request in its standard mode (@smithy/core 3, util-retry): after a random time below
 * `throttlingDelay` × 2ⁿ ms, as long as the client's bucket has tokens. `attempts` and `timeBudget` (ms) are our own settings,
 * in src/dynamodb/client.ts and src/http/time-budget.ts.
 */
export const SDK_RETRIES = {
  attempts: 3,
  throttlingDelay: 1_000,
  tokens: 500,
  cost: 5,
  refund: 1,
  timeBudget: 2_300,
} as const;

/** Dollars for a unit, up to so many units a month. */
export interface Tier {
  readonly upTo: number;
  readonly price: number;
}

const flat = (price: number): readonly Tier[] => [{ upTo: Infinity, price }];

const TB = 1_024; // in GB, as AWS counts

/**
 * What AWS charges in us-east-1, in US dollars without taxes and free tiers, looked up on 21 November 2026 in copies that quote
 * the pages that are named. In eu-west-1 API Gateway costs 11 % more and DynamoDB 13 %; CloudFront's requests from Europe, 20 %.
 */
export const PRICES = {
  /** API Gateway pricing, HTTP APIs, for each million requests of up to 512 KB. Throttled ones are taken to be free. */
  gatewayMillion: [
    { upTo: 300, price: 1.0 },
    { upTo: Infinity, price: 0.9 },
  ],
  /** Lambda: for each million requests, and for each GB-second, in whole milliseconds. */
  lambdaMillion: flat(LAMBDA_PRICES.perMillionRequests),
  lambdaGBSecond: flat(LAMBDA_PRICES.perGigabyteSecond),
  /** DynamoDB pricing, on demand, for each million read request units; throttled reads are free. */
  readMillion: flat(0.125),
  /** CloudWatch pricing, logs of Lambda functions, for each GB taken in. */
  logGB: [
    { upTo: 10 * TB, price: 0.5 },
    { upTo: 30 * TB, price: 0.25 },
    { upTo: 50 * TB, price: 0.1 },
    { upTo: Infinity, price: 0.05 },
  ],
  /** EC2 on-demand pricing, data transfer out to the internet, which API Gateway charges too; to CloudFront it is free. */
  transferGB: [
    { upTo: 10 * TB, price: 0.09 },
    { upTo: 50 * TB, price: 0.085 },
    { upTo: 150 * TB, price: 0.07 },
    { upTo: Infinity, price: 0.05 },
  ],
  /** CloudFront pricing, pay as you go, United States and Europe: each million HTTPS requests, and each GB sent. */
  edgeMillion: flat(1.0),
  edgeGB: [
    { upTo: 10 * TB, price: 0.085 },
    { upTo: 50 * TB, price: 0.08 },
    { upTo: 150 * TB, price: 0.06 },
    { upTo: 500 * TB, price: 0.04 },
    { upTo: 1_024 * TB, price: 0.03 },
    { upTo: 5_120 * TB, price: 0.025 },
    { upTo: Infinity, price: 0.02 },
  ],
} as const satisfies Record<string, readonly Tier[]>;
