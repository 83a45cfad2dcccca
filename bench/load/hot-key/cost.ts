import { PRICES, type Tier } from './aws.ts';
import type { Design, Totals } from './simulate.ts';

export interface Sizes {
  /** What a visitor is sent, headers included. */
  readonly pageBytes: number;
  /** What Lambda writes to the log for one request, its own lines included. */
  readonly logBytes: number;
  /** The function's memory, as serverless.yml has it. */
  readonly memoryGB: number;
}

/** In US dollars. */
export type Cost = Readonly<Record<'gateway' | 'lambda' | 'reads' | 'logs' | 'edge' | 'transfer' | 'total', number>>;

/** In seconds: 730 hours, as AWS counts. */
export const MONTH = 2_628_000;

const MILLION = 1e6;
const GB = 2 ** 30;

/** What a month's units cost, each tier at its own price. */
export const priceOf = (units: number, tiers: readonly Tier[]): number => {
  let cost = 0;
  let from = 0;
  for (const { upTo, price } of tiers) {
    cost += Math.max(0, Math.min(units, upTo) - from) * price;
    from = upTo;
  }
  return cost;
};

/** What a whole month costs in which every second is like those that were simulated. */
export const monthlyCost = (design: Design, totals: Totals, seconds: number, sizes: Sizes): Cost => {
  const perMonth = (amount: number) => (amount / seconds) * MONTH;
  const throughEdge = design === 'edge cache';
  const sentGB = perMonth((totals.served * sizes.pageBytes) / GB);
  const parts = {
    gateway: priceOf(perMonth(totals.gatewayRequests / MILLION), PRICES.gatewayMillion),
    lambda:
      priceOf(perMonth(totals.lambdaRequests / MILLION), PRICES.lambdaMillion) +
      priceOf(perMonth((totals.billedMilliseconds / 1_000) * sizes.memoryGB), PRICES.lambdaGBSecond),
    reads: priceOf(perMonth(totals.reads / MILLION), PRICES.readMillion),
    logs: priceOf(perMonth((totals.lambdaRequests * sizes.logBytes) / GB), PRICES.logGB),
    edge: throughEdge ? priceOf(perMonth(totals.views / MILLION), PRICES.edgeMillion) : 0,
    transfer: priceOf(sentGB, throughEdge ? PRICES.edgeGB : PRICES.transferGB),
  };
  return { ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) };
};
