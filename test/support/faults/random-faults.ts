import { below, pickWeighted, type Random } from '../random.ts';
import type { Fault } from './fault-proxy.ts';

/** How often each fault comes up, by weight. A hang costs its client a second, so it is rare. */
const CALM: Readonly<Record<Exclude<Fault, 'empty answer'>, number>> = {
  none: 720,
  'stale answer': 120,
  slow: 50,
  'lost answer': 40,
  reset: 20,
  'late request': 15,
  'truncated answer': 15,
  'server error': 10,
  throttle: 4,
  'access denied': 2,
  'no such table': 2,
  hang: 1,
};

/** Three attempts in a row fail in a storm only, and only then a client learns that something went wrong. */
const STORM: Readonly<Record<Exclude<Fault, 'empty answer'>, number>> = {
  ...CALM,
  none: 150,
  'lost answer': 160,
  reset: 160,
  'late request': 160,
  'truncated answer': 80,
  'server error': 120,
  'access denied': 40,
  'no such table': 40,
};

/** Mixed faults: long calms with a few of them, and short storms of many. In requests. */
const CALM_LENGTH = 200;
const STORM_LENGTH = 24;

/** Chooses the fault of each request, the same ones in the same order for the same random numbers. */
export const randomFaults = (random: Random): (() => Fault) => {
  let stormy = false;
  let left = below(random, CALM_LENGTH);
  return () => {
    if (left-- === 0) {
      stormy = !stormy;
      left = below(random, stormy ? STORM_LENGTH : CALM_LENGTH);
    }
    return pickWeighted(random, stormy ? STORM : CALM);
  };
};
