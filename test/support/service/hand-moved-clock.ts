import type { Page } from 'playwright-core';

/** The clock of one page. It stands still, and a test fires the page's only timer. */
export interface HandMovedClock {
  /** The page's current pause in milliseconds; undefined if it has no timer. */
  pause(): Promise<number | undefined>;
  /** Moves the clock to the end of the pause, and waits until the page has finished its work. */
  endPause(): Promise<void>;
  /** Sets the page's random numbers from now on, from 0 to 1; 0 at first. */
  setChance(chance: number): Promise<void>;
  /** Moves the clock by this many milliseconds and nothing else, like a machine that slept. */
  move(milliseconds: number): Promise<void>;
}

/** Replaces a page's timers and random numbers before it is opened. */
export const installClock = async (page: Page): Promise<HandMovedClock> => {
  await page.addInitScript(() => {
    const clock = { now: 1_769_851_800_000, pause: undefined as number | undefined, wake: async () => {} };
    Object.assign(globalThis, {
      clock,
      setTimeout: (wake: () => Promise<void>, pause: number) => {
        Object.assign(clock, { wake, pause });
        return 1;
      },
      clearTimeout: () => {
        clock.pause = undefined;
      },
    });
    Date.now = () => clock.now;
    Math.random = () => 0;
  });
  return {
    pause: () => page.evaluate('clock.pause'),
    endPause: () => page.evaluate('clock.now += clock.pause, clock.wake()'),
    setChance: (chance) => page.evaluate(`void (Math.random = () => ${chance})`),
    move: (milliseconds) => page.evaluate(`void (clock.now += ${milliseconds})`),
  };
};
