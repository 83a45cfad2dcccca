/** In milliseconds. A visitor gets an answer within 2.5 s even when the store gives none; the rest is for sending it. */
const TIME_BUDGET = 2_300;

/** Aborts when a request has used up its time with the store. */
export const timeBudget = (): AbortSignal => AbortSignal.timeout(TIME_BUDGET);
