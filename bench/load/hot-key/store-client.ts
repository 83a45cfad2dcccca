import type { Random } from '../../../test/support/random.ts';
import type { Clock } from './clock.ts';
import type { Source } from './source.ts';
import type { Store } from './store.ts';

/** Times are in milliseconds. */
export interface Retries {
  /** All tries of a read together, the first included. */
  readonly attempts: number;
  /** Below which the pause before the first retry is, by chance; it doubles with each. */
  readonly throttlingDelay: number;
  /** What the client's bucket holds, what a retry takes out of it, and what a success without a retry puts back. */
  readonly tokens: number;
  readonly cost: number;
  readonly refund: number;
  /** After which a request is given up. */
  readonly timeBudget: number;
}

/**
 * The SDK's DynamoDB client of one instance: it tries a throttled read again, as long as its own bucket of retries lasts and
 * the request has time.
 *
 * @param readTime what each try takes, in milliseconds.
 */
export const createStoreClient = (
  clock: Clock,
  random: Random,
  store: Store,
  { readTime, ...retries }: Retries & { readonly readTime: number },
): Source => {
  let tokens = retries.tokens;
  return (answer) => {
    const deadline = clock.now() + retries.timeBudget;
    const attempt = (earlier: number): void => {
      const version = store.read();
      clock.after(readTime, () => {
        if (version !== undefined) {
          tokens = Math.min(retries.tokens, tokens + (earlier > 0 ? retries.cost : retries.refund));
          answer(version);
          return;
        }
        if (earlier + 1 === retries.attempts || tokens < retries.cost) {
          answer('store');
          return;
        }
        tokens -= retries.cost;
        const pause = random() * retries.throttlingDelay * 2 ** earlier;
        const left = deadline - clock.now();
        if (pause < left) clock.after(pause, () => attempt(earlier + 1));
        else clock.after(left, () => answer('store'));
      });
    };
    attempt(0);
  };
};
