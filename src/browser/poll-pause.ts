/**
 * The time in milliseconds until an open page asks again; src/browser/follow.ts says why.
 *
 * @param failures How many polls in a row got no answer.
 * @param newsAt When the string last changed, or the visitor returned, in milliseconds since 1970.
 * @param shortest The shortest pause that the server wants, in seconds.
 */
export const pollPauseMs = (failures: number, newsAt: number, shortest: number): number => {
  const seconds = failures
    ? Math.min(2 ** failures, 30) * (1 + Math.random())
    : Math.min((Date.now() - newsAt) / 150_000, 15);
  return Math.max(seconds, shortest) * 1_000;
};
