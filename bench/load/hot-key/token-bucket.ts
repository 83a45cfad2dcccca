import type { Clock } from './clock.ts';

/**
 * The way in which AWS throttles: a bucket of `burst` tokens, full at first, that gets `perSecond` new ones.
 *
 * @returns what takes a token out, or says that there is none.
 */
export const createTokenBucket = (
  clock: Clock,
  { perSecond, burst }: { readonly perSecond: number; readonly burst: number },
): (() => boolean) => {
  let tokens = burst;
  let filledAt = 0;
  return () => {
    tokens = Math.min(burst, tokens + ((clock.now() - filledAt) * perSecond) / 1_000);
    filledAt = clock.now();
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
};
