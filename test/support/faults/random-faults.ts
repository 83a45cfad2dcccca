import { below, pickWeighted, type Random } from '../random.ts';
import type { Fault } from './fault-proxy.ts';

/** The weights of the faults. A hang costs its client a second, so it is rare. */
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

/** Only in a storm do three attempts in a row fail, and only then does a client notice. */
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

/** The lengths, in requests, of long calms with a few faults and short storms with many. */
const CALM_LENGTH = 200;
const STORM_LENGTH = 24;

/** Chooses the fault of each request. The same random numbers give the same faults in the same order. */
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
