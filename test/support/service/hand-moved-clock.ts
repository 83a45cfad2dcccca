import type { Page } from 'playwright-core';

/** The clock of one page: it stands still, and the page's one timer goes off when a test says so. */
export interface HandMovedClock {
  /** In milliseconds: how long the page wants to wait from now on; undefined if it waits for nothing. */
  pause(): Promise<number | undefined>;
  /** Moves the clock to the end of the pause, and waits until the page has done all that it then does. */
  endPause(): Promise<void>;
  /** What chance gives from now on, from 0 to 1; 0 at first. */
  setChance(chance: number): Promise<void>;
  /** Moves the clock by so many milliseconds, and nothing else: a machine that slept. */
  move(milliseconds: number): Promise<void>;
}

/** Takes the place of a page's timers and of chance, before it is opened. */
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
