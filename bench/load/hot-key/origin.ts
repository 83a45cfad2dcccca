import type { Clock } from './clock.ts';
import type { Source } from './source.ts';
import { createTokenBucket } from './token-bucket.ts';

export interface OriginLimits {
  readonly lambda: {
    readonly concurrency: number;
    readonly requestsPerSecondPerConcurrency: number;
    readonly newInstancesPerSecond: number;
    readonly newInstancesBurst: number;
  };
  readonly gateway: { readonly requestsPerSecond: number; readonly burst: number };
}

/** What has been used since the start. */
export interface OriginUsage {
  gatewayRequests: number;
  lambdaRequests: number;
  /** The time of every instance at work, added up; those at work now have been counted until anything last changed. */
  busyMilliseconds: number;
  /** As Lambda bills it: every request in whole milliseconds. */
  billedMilliseconds: number;
  /** Instances at work now, and the most there were at one time. */
  running: number;
  mostRunning: number;
}

/**
 * API Gateway and Lambda: each instance serves one request at a time, and a new one is started where all are at work, as far
 * as the limits allow. The instance that was at work last is taken first; which one Lambda takes is not published.
 */
export const createOrigin = (clock: Clock, { gateway, lambda }: OriginLimits, startInstance: () => Source) => {
  const usage: OriginUsage = {
    gatewayRequests: 0,
    lambdaRequests: 0,
    busyMilliseconds: 0,
    billedMilliseconds: 0,
    running: 0,
    mostRunning: 0,
  };
  const idle: Source[] = [];
  const requestsPerSecond = lambda.concurrency * lambda.requestsPerSecondPerConcurrency;
  const enter = createTokenBucket(clock, { perSecond: gateway.requestsPerSecond, burst: gateway.burst });
  const invoke = createTokenBucket(clock, { perSecond: requestsPerSecond, burst: requestsPerSecond });
  const scale = createTokenBucket(clock, { perSecond: lambda.newInstancesPerSecond, burst: lambda.newInstancesBurst });

  let changedAt = 0;
  const change = (difference: 1 | -1) => {
    usage.busyMilliseconds += usage.running * (clock.now() - changedAt);
    changedAt = clock.now();
    usage.running += difference;
    usage.mostRunning = Math.max(usage.mostRunning, usage.running);
  };

  const findInstance = () => {
    if (usage.running >= lambda.concurrency) return undefined;
    return idle.pop() ?? (scale() ? startInstance() : undefined);
  };

  const source: Source = (answer) => {
    if (!enter()) {
      answer('gateway');
      return;
    }
    usage.gatewayRequests++;
    const instance = invoke() ? findInstance() : undefined;
    if (!instance) {
      answer('lambda');
      return;
    }
    const startedAt = clock.now();
    usage.lambdaRequests++;
    change(1);
    instance((outcome) => {
      change(-1);
      usage.billedMilliseconds += Math.ceil(clock.now() - startedAt);
      idle.push(instance);
      answer(outcome);
    });
  };
  return { source, usage };
};
