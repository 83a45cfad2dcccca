interface Polling {
  /** How many polls in a row got no answer. */
  readonly failures: number;
  /** When the string last changed, or the visitor returned, in milliseconds since 1970. */
  readonly newsAt: number;
  /** The shortest pause that the server wants, in seconds. */
  readonly shortest: number;
}

/** The time in milliseconds until an open page asks again; src/browser/page.ts says why. */
export const pollPauseMs = ({ failures, newsAt, shortest }: Polling): number => {
  const seconds = failures
    ? Math.min(2 ** failures, 30) * (1 + Math.random())
    : Math.min((Date.now() - newsAt) / 150_000, 15);
  return Math.max(seconds, shortest) * 1_000;
};
