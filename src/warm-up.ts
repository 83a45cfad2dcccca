import type { GraphQL } from './graphql/graphql.ts';
import { withinTimeBudget } from './http/time-budget.ts';
import type { OpenSavedString } from './saved-string/saved-string.ts';

/** In milliseconds. A store that is gone must not keep the first visitor waiting: their own request will say so. */
const WARM_UP_BUDGET = 200;

/** In MB. From here on, Lambda gives a whole CPU all the time. */
const WHOLE_CPU = 1_769;

/** In MB. With less, what GraphQL has to load takes longer at the first request than all else together. */
const ENOUGH_TO_LOAD_GRAPHQL_LATER = 1_024;

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
  if (memorySize === undefined || memorySize >= WHOLE_CPU) return;
  const graphql = memorySize < ENOUGH_TO_LOAD_GRAPHQL_LATER ? await loadGraphQL() : undefined;
  await withinTimeBudget(async (signal) => {
    // A failure is no news here: whoever asks for the string next will meet it, and get an answer.
    await (graphql ? graphql.warmUp(signal) : openSavedString(signal).latest()).catch(() => {});
  }, WARM_UP_BUDGET);
};
