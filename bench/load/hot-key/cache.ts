import type { Clock } from './clock.ts';
import type { Outcome, Source } from './source.ts';

/**
 * Keeps what it was told for `lifetime` milliseconds. Whoever asks while it is asking gets the same answer: requests are
 * collapsed into one. What was refused is not kept.
 */
export const createCache = (clock: Clock, lifetime: number, source: Source): Source => {
  let version = 0;
  let freshUntil = 0;
  let waiting: ((outcome: Outcome) => void)[] | undefined;
  return (answer) => {
    if (clock.now() < freshUntil) {
      answer(version);
      return;
    }
    if (waiting) {
      waiting.push(answer);
      return;
    }
    waiting = [answer];
    source((outcome) => {
      if (typeof outcome === 'number') {
        version = outcome;
        freshUntil = clock.now() + lifetime;
      }
      const asked = waiting ?? [];
      waiting = undefined;
      for (const tell of asked) tell(outcome);
    });
  };
};
