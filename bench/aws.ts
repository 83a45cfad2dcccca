/** The default quotas of an account, looked up on 21 November 2026 in copies of the AWS pages named here. */
export const LIMITS = {
  /**
   * DynamoDB Developer Guide, "Key range throughput exceeded (hot partitions)": for one partition, and so for one item.
   */
  readUnitsPerSecond: 3_000,
  /**
   * API Gateway Developer Guide, "Amazon API Gateway quotas": for all HTTP APIs of a region. AWS raises it on request.
   */
  gatewayRequestsPerSecond: 10_000,
  /** AWS Fault Isolation Boundaries, "Points of presence". Each has a cache, which asks the cache of its region. */
  edge: { pointsOfPresence: 410, regionalCaches: 13 },
} as const;

/** The price of a unit in US dollars, up to this many units a month. Tiers beyond our figures are left out. */
export type Tier = { readonly upTo: number; readonly price: number };

const flat = (price: number): readonly Tier[] => [{ upTo: Infinity, price }];

/** In GB, as AWS counts. */
const TB = 1_024;

/**
 * The prices of us-east-1 without taxes and free tiers, looked up on 21 November 2026 in copies of the AWS pages named
 * here. In eu-west-1 API Gateway costs 11 % more and DynamoDB 13 %; CloudFront's requests from Europe, 20 %.
 */
export const PRICES = {
  /** API Gateway pricing, HTTP APIs, per million requests of up to 512 KB. Throttled ones are assumed to be free. */
  gatewayMillion: [
    { upTo: 300, price: 1.0 },
    { upTo: Infinity, price: 0.9 },
  ],
  /** Lambda pricing, arm64, the same in eu-west-1: per million requests, and per GB-second, init phase included. */
  lambdaMillion: flat(0.2),
  lambdaGBSecond: flat(0.0000133334),
  /** DynamoDB pricing, on demand, per million read request units. Throttled reads are free. */
  readMillion: flat(0.125),
  /** CloudWatch pricing, logs of Lambda functions, per ingested GB. */
  logGB: [
    { upTo: 10 * TB, price: 0.5 },
    { upTo: Infinity, price: 0.25 },
  ],
  /**
   * EC2 on-demand pricing, data transfer to the internet, which API Gateway also charges. Transfer to CloudFront is
   * free.
   */
  transferGB: [
    { upTo: 10 * TB, price: 0.09 },
    { upTo: Infinity, price: 0.085 },
  ],
  /** CloudFront pricing, pay as you go, United States and Europe: per million HTTPS requests, and per GB sent. */
  edgeMillion: flat(1.0),
  edgeGB: [
    { upTo: 10 * TB, price: 0.085 },
    { upTo: 50 * TB, price: 0.08 },
    { upTo: 150 * TB, price: 0.06 },
    { upTo: 500 * TB, price: 0.04 },
    { upTo: Infinity, price: 0.03 },
  ],
} as const satisfies Record<string, readonly Tier[]>;

/** @returns the price of a month's units in US dollars, tier by tier. */
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
 * @param durations In milliseconds; each is rounded up to whole ones.
 * @param memory In MB.
 * @returns the price of a million Lambda invocations with the average of these durations, in US dollars.
 */
export const costPerMillion = (durations: readonly number[], memory: number): number => {
  const billed = durations.reduce((sum, duration) => sum + Math.ceil(duration), 0) / durations.length;
  const gigabyteSeconds = 1e6 * (memory / 1_024) * (billed / 1_000);
  return priceOf(1, PRICES.lambdaMillion) + priceOf(gigabyteSeconds, PRICES.lambdaGBSecond);
};
