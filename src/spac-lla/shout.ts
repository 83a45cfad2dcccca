/** Says a text in upper case. */
export interface Shouter {
  /** The name that the answer gives. */
  readonly name: string;
  /** @throws ShoutError */
  readonly shout: (text: string, signal: AbortSignal) => Promise<string>;
}

/** Another service was to shout, and did not. `cause` says why, for the log only. */
export class ShoutError extends Error {
  override readonly name = 'ShoutError';
}

export const localShouter: Shouter = { name: 'local', shout: async (text) => text.toUpperCase() };
