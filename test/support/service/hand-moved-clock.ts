import type { Page } from 'playwright-core';

/** The clock of one page. It stands still, and a test fires the page's timers. */
export interface HandMovedClock {
  /** The page's current pause in milliseconds, or the shortest of several; undefined if it has no timer. */
  pause(): Promise<number | undefined>;
  /** All of its pauses, the shortest first. */
  pauses(): Promise<number[]>;
  /** Moves the clock to the end of the pause, or of the longest, and waits until the page has finished its work. */
  endPause(which?: 'longest'): Promise<void>;
  /** Sets the page's random numbers from now on, from 0 to 1; 0 at first. */
  setChance(chance: number): Promise<void>;
  /** Moves the clock by this many milliseconds and nothing else, like a machine that slept. */
  move(milliseconds: number): Promise<void>;
}

/** Replaces a page's timers and random numbers before it is opened. */
export const installClock = async (page: Page): Promise<HandMovedClock> => {
  await page.addInitScript(() => {
    const timers = new Map<number, { readonly wake: () => Promise<void>; readonly pause: number }>();
    const sorted = () => [...timers].sort(([, one], [, other]) => one.pause - other.pause);
    const clock = {
      now: 1_769_851_800_000,
      get pause() {
        return sorted()[0]?.[1].pause;
      },
      get pauses() {
        return sorted().map(([, { pause }]) => pause);
      },
      wake: async (index = 0) => {
        const [id, timer] = sorted().at(index) ?? [0, undefined];
        timers.delete(id);
        clock.now += timer?.pause ?? 0;
        await timer?.wake();
      },
    };
    let last = 0;
    Object.assign(globalThis, {
      clock,
      setTimeout: (wake: () => Promise<void>, pause: number) => {
        last++;
        timers.set(last, { wake, pause });
        return last;
      },
      clearTimeout: (id: number) => timers.delete(id),
    });
    Date.now = () => clock.now;
    Math.random = () => 0;
  });
  return {
    pause: () => page.evaluate('clock.pause'),
    pauses: () => page.evaluate('clock.pauses'),
    endPause: (which) => page.evaluate(`clock.wake(${which ? -1 : 0})`),
    setChance: (chance) => page.evaluate(`void (Math.random = () => ${chance})`),
    move: (milliseconds) => page.evaluate(`void (clock.now += ${milliseconds})`),
  };
};
