import type { Stage, Throttle } from '../../stack/read-stage.ts';

/** A client's part of each limit, so that one alone never uses it up. */
const SHARE = 0.5;

/** Those that asked last are remembered. Others begin anew. */
const MOST_CLIENTS = 10_000;

/** Requests for another moment than now cost as much as twenty others, and the gateway has no route for them. */
const MOMENTS: Throttle = { ThrottlingRateLimit: 15, ThrottlingBurstLimit: 30 };

/** A load balancer’s checks must not depend on what others ask. */
const NEVER_LIMITED = /^\w+ \/health$/;

interface Bucket {
  tokens: number;
  filledAt: number;
}

/**
 * Counts each route's requests against a token bucket, as API Gateway does: `ThrottlingBurstLimit` at once, and
 * `ThrottlingRateLimit` a second. And each client's against half of that.
 *
 * @param now In milliseconds, from a clock that never goes back.
 * @returns whether a route may take one more request of a client; that counts it.
 */
export const createThrottle = (
  { DefaultRouteSettings, RouteSettings }: Stage['throttles'],
  now: () => number = () => performance.now(),
) => {
  const routes = new Map<string, Bucket>();
  const clients = new Map<string, Map<string, Bucket>>();

  const take = (buckets: Map<string, Bucket>, route: string, rate: number, burst: number): boolean => {
    const time = now();
    const { tokens, filledAt } = buckets.get(route) ?? { tokens: burst, filledAt: time };
    const filled = Math.min(burst, tokens + ((time - filledAt) / 1_000) * rate);
    buckets.set(route, { tokens: filled < 1 ? filled : filled - 1, filledAt: time });
    return filled >= 1;
  };

  return (route: string, client: string, isMoment = false): boolean => {
    if (NEVER_LIMITED.test(route)) return true;
    const own = clients.get(client) ?? new Map<string, Bucket>();
    clients.delete(client);
    clients.set(client, own);
    if (clients.size > MOST_CLIENTS) clients.delete(clients.keys().next().value ?? '');

    const settings = isMoment ? MOMENTS : (RouteSettings[route] ?? DefaultRouteSettings);
    const name = isMoment ? '?at' : route;
    const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = settings;
    // A refusal to one client must not count against the others.
    return take(own, name, rate * SHARE, Math.max(1, burst * SHARE)) && take(routes, name, rate, burst);
  };
};
