/** In milliseconds. A visitor gets an answer within 2.5 s even when the store gives none; the rest is for sending it. */
const TIME_BUDGET = 2_300;

/**
 * Does the work of one request with a signal that aborts when its time with the store is used up.
 *
 * `AbortSignal.timeout` would do the same, but keep everything that the request holds alive until the time is over.
 *
 * @param milliseconds if not the time that every request has.
 */
export const withinTimeBudget = async <Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  milliseconds = TIME_BUDGET,
): Promise<Result> => {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), milliseconds);
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
  }
};
