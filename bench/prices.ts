/**
 * What Lambda charges in US dollars for arm64 in eu-west-1 and us-east-1, in the first tier and beyond the free one.
 *
 * Looked up in November 2026, in copies that quote "AWS Lambda Pricing" (aws.amazon.com/lambda/pricing). That the init
 * phase is billed since August 2025 is from the AWS Compute Blog: "AWS Lambda standardizes billing for INIT Phase".
 */
export const LAMBDA_PRICES = {
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
  return LAMBDA_PRICES.perMillionRequests + 1e6 * gigabyteSeconds * LAMBDA_PRICES.perGigabyteSecond;
};
