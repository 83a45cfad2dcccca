/**
 * The limits that AWS publishes, looked up on 21 November 2026 in copies of the pages that are named. They are the defaults
 * of an account; AWS raises those with an asterisk on request.
 */
export const LIMITS = {
  /** DynamoDB Developer Guide, "Key range throughput exceeded (hot partitions)": for one partition, so for one item. */
  readUnitsPerSecond: 3_000,

  /** Lambda Developer Guide, "Lambda quotas": instances at work at the same time, of all functions of a region. */
  lambdaConcurrency: 1_000, // *

  /** API Gateway Developer Guide, "Amazon API Gateway quotas": for all HTTP APIs of a region together. */
  gatewayRequestsPerSecond: 10_000, // *

  /** AWS Fault Isolation Boundaries, "Points of presence". Each has a cache, and asks the cache of its region. */
  edge: { pointsOfPresence: 410, regionalCaches: 13 },
} as const;

/** Dollars for a unit, up to so many units a month. Tiers that no figure of ours reaches are left out. */
export interface Tier {
  readonly upTo: number;
  readonly price: number;
}

const flat = (price: number): readonly Tier[] => [{ upTo: Infinity, price }];

/** AWS counts so many GB. */
const TB = 1_024;

/** Lambda pricing, arm64, in the first tier: US dollars in eu-west-1 and us-east-1. Since August 2025 the init phase is billed. */
const LAMBDA_PRICES = { perGigabyteSecond: 0.0000133334, perMillionRequests: 0.2 } as const;

/**
 * The prices of us-east-1, in US dollars without taxes and free tiers, looked up on 21 November 2026 in copies that quote the
 * pages that are named. In eu-west-1 API Gateway costs 11 % more and DynamoDB 13 %; CloudFront's requests from Europe, 20 %.
 */
export const PRICES = {
  /** API Gateway pricing, HTTP APIs, for each million requests of up to 512 KB. Throttled ones are taken to be free. */
  gatewayMillion: [
    { upTo: 300, price: 1.0 },
    { upTo: Infinity, price: 0.9 },
  ],
  lambdaMillion: flat(LAMBDA_PRICES.perMillionRequests),
  lambdaGBSecond: flat(LAMBDA_PRICES.perGigabyteSecond),
  /** DynamoDB pricing, on demand, for each million read request units; throttled reads are free. */
  readMillion: flat(0.125),
  /** CloudWatch pricing, logs of Lambda functions, for each GB taken in. */
  logGB: [
    { upTo: 10 * TB, price: 0.5 },
    { upTo: Infinity, price: 0.25 },
  ],
  /** EC2 on-demand pricing, data transfer out to the internet, which API Gateway charges too; to CloudFront it is free. */
  transferGB: [
    { upTo: 10 * TB, price: 0.09 },
    { upTo: Infinity, price: 0.085 },
  ],
  /** CloudFront pricing, pay as you go, United States and Europe: each million HTTPS requests, and each GB sent. */
  edgeMillion: flat(1.0),
  edgeGB: [
    { upTo: 10 * TB, price: 0.085 },
    { upTo: 50 * TB, price: 0.08 },
    { upTo: 150 * TB, price: 0.06 },
    { upTo: 500 * TB, price: 0.04 },
    { upTo: Infinity, price: 0.03 },
  ],
} as const satisfies Record<string, readonly Tier[]>;

/** @returns the price of a month's units in US dollars, each tier at its own. */
export const priceOf = (units: number, tiers: readonly Tier[]): number => {
  let price = 0;
  let from = 0;
  for (const tier of tiers) {
    price += Math.max(0, Math.min(units, tier.upTo) - from) * tier.price;
    from = tier.upTo;
  }
  return price;
};

/**
 * @param durations In milliseconds; each is billed in whole ones, rounded up.
 * @param memory In MB.
 * @returns US dollars for a million invocations of Lambda with the average of these durations.
 */
export const costPerMillion = (durations: readonly number[], memory: number): number => {
  const billed = durations.reduce((sum, duration) => sum + Math.ceil(duration), 0) / durations.length;
  const gigabyteSeconds = (memory / 1_024) * (billed / 1_000);
  return LAMBDA_PRICES.perMillionRequests + 1e6 * gigabyteSeconds * LAMBDA_PRICES.perGigabyteSecond;
};
