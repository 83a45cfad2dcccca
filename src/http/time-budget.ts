/** A visitor gets an answer within 2.5 s even when the store gives none; the rest is for sending it. */
const TIME_BUDGET_MS = 2_300;

/**
 * Does the work of one request with a signal that aborts when its time with the store is used up.
 *
 * `AbortSignal.timeout` would do the same, but keep everything that the request holds alive until the time is over.
 *
 * @param milliseconds The default is the budget of every request.
 */
export const withinTimeBudget = async <Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  milliseconds = TIME_BUDGET_MS,
): Promise<Result> => {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), milliseconds);
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
  }
};
