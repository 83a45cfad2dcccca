import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenSavedString } from './domain/saved-string.ts';
import type { GraphQL } from './routes/graphql/graphql.ts';

/** A failing store must not delay the first visitor: their own request will say so. */
const WARM_UP_BUDGET_MS = 200;

/** Lambda gives a whole CPU from this size on. */
const WHOLE_CPU_MB = 1_769;

/** Below this size, loading GraphQL takes longer than the rest of the first request. */
const GRAPHQL_LOADS_LATER_MB = 1_024;

interface Dependencies {
  /** In MB; undefined outside Lambda. */
  readonly memorySize: number | undefined;
  readonly openSavedString: OpenSavedString;
  readonly loadGraphQL: () => Promise<GraphQL>;
}

/**
 * Does the first request's work in advance. Lambda starts a function at full speed, then limits its CPU by its memory.
 * So this connects to the store and reads, and in a small function also loads GraphQL. docs/performance.md has the
 * gains at each size.
 */
export const warmUp = async ({ memorySize, openSavedString, loadGraphQL }: Dependencies): Promise<void> => {
  if (memorySize === undefined || memorySize >= WHOLE_CPU_MB) return;
  const graphql = memorySize < GRAPHQL_LOADS_LATER_MB ? await loadGraphQL() : undefined;
  // Not aborted: a connection that comes too late for the start still serves the first request.
  const { signal } = new AbortController();
  const read = graphql ? graphql.warmUp(signal) : openSavedString(signal).latest();
  // The next request meets the same failure and answers it.
  await Promise.race([read.catch(() => {}), sleep(WARM_UP_BUDGET_MS)]);
};
