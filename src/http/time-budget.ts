import { startStopwatch } from './metrics.ts';

/** Leaves 200 ms to send the answer: visitors wait 2.5 s at most, even if the store does not answer. */
const TIME_BUDGET_MS = 2_300;

/**
 * Runs the work of one request with a signal that aborts when its time budget is spent.
 *
 * `AbortSignal.timeout` would keep everything that the request holds alive until the time is over, and can't be
 * extended.
 *
 * @param work may extend the budget, by milliseconds.
 * @param milliseconds The default is the budget of every request.
 */
export const withinTimeBudget = async <Result>(
  work: (signal: AbortSignal, extend: (milliseconds: number) => void) => Promise<Result>,
  milliseconds = TIME_BUDGET_MS,
): Promise<Result> => {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const elapsed = startStopwatch();
  let budget = milliseconds;
  let timer = setTimeout(abort, budget);
  const extend = (more: number) => {
    clearTimeout(timer);
    budget += more;
    timer = setTimeout(abort, budget - elapsed());
  };
  try {
    return await work(controller.signal, extend);
  } finally {
    clearTimeout(timer);
  }
};
