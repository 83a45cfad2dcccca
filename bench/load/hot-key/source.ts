/** Who can refuse a view: the gateway (429), Lambda (the gateway says 5xx), or the store (our own 503). */
export const REFUSERS = ['gateway', 'lambda', 'store'] as const;

export type Refuser = (typeof REFUSERS)[number];

/** What a visitor gets to see: a version of the string, or that somebody refused. */
export type Outcome = number | Refuser;

/** Anything that can be asked for the string. The store, a cache, an instance and the gateway are stacked from these. */
export type Source = (answer: (outcome: Outcome) => void) => void;
