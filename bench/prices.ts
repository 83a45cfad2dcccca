/**
 * What Lambda costs in US dollars, in the first tier and without the free one, for arm64 in eu-west-1 and us-east-1.
 *
 * Read on 2026-01-31 from "AWS Lambda Pricing" (aws.amazon.com/lambda/pricing). That the init phase is billed since
 * 2025-08-01 is from "AWS Lambda standardizes billing for INIT Phase" in the AWS Compute Blog, 2025-04-29.
 */
const PRICES = {
  perGigabyteSecond: 0.0000133334,
  perMillionRequests: 0.2,
} as const;

/**
 * @param durations In milliseconds; each is rounded up to a whole one, as it is billed.
 * @param memory In MB.
 * @returns US dollars for a million invocations that take what these took on average.
 */
export const costPerMillion = (durations: readonly number[], memory: number): number => {
  const billed = durations.reduce((sum, duration) => sum + Math.ceil(duration), 0) / durations.length;
  const gigabyteSeconds = (memory / 1_024) * (billed / 1_000);
  return PRICES.perMillionRequests + 1e6 * gigabyteSeconds * PRICES.perGigabyteSecond;
};
