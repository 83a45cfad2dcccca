import type { Stage, Throttle } from '../../stack/read-stage.ts';

/**
 * Counts each route's requests against a token bucket, as API Gateway does: `ThrottlingBurstLimit` at once, and
 * `ThrottlingRateLimit` a second. Routes without settings of their own share the default bucket.
 *
 * @param now In milliseconds, from a clock that never goes back.
 * @returns whether a route may take one more request; that counts it.
 */
export const createThrottle = (
  { DefaultRouteSettings, RouteSettings }: Stage['throttles'],
  now: () => number = () => performance.now(),
) => {
  const createBucket = ({ ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst }: Throttle) => {
    let tokens = burst;
    let filledAt = now();
    return (): boolean => {
      const time = now();
      tokens = Math.min(burst, tokens + ((time - filledAt) / 1_000) * rate);
      filledAt = time;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    };
  };
  const buckets = new Map(Object.entries(RouteSettings).map(([route, settings]) => [route, createBucket(settings)]));
  const others = createBucket(DefaultRouteSettings);
  return (routeKey: string): boolean => (buckets.get(routeKey) ?? others)();
};
