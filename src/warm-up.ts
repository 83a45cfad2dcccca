import type { GraphQL } from './graphql/graphql.ts';
import { withinTimeBudget } from './http/time-budget.ts';
import type { OpenSavedString } from './saved-string/saved-string.ts';

/** A store that is gone must not keep the first visitor waiting: their own request will say so. */
const WARM_UP_BUDGET_MS = 200;

/** From here on, Lambda gives a whole CPU all the time. */
const WHOLE_CPU_MB = 1_769;

/** With less, loading GraphQL takes longer than everything else that the first request does. */
const GRAPHQL_LOADS_LATER_MB = 1_024;

interface Dependencies {
  /** In MB; undefined outside of Lambda. */
  readonly memorySize: number | undefined;
  readonly openSavedString: OpenSavedString;
  readonly loadGraphQL: () => Promise<GraphQL>;
}

/**
 * Does before the first request what that request would have to do, because Lambda starts a function at full speed and then
 * gives it no more of a CPU than its memory size says: connects to the store and reads, and in a small function loads GraphQL,
 * too. docs/performance.md has what that is worth at each size.
 */
export const warmUp = async ({ memorySize, openSavedString, loadGraphQL }: Dependencies): Promise<void> => {
  if (memorySize === undefined || memorySize >= WHOLE_CPU_MB) return;
  const graphql = memorySize < GRAPHQL_LOADS_LATER_MB ? await loadGraphQL() : undefined;
  await withinTimeBudget(async (signal) => {
    // The next request meets the same failure, and is the one to answer it.
    await (graphql ? graphql.warmUp(signal) : openSavedString(signal).latest()).catch(() => {});
  }, WARM_UP_BUDGET_MS);
};
