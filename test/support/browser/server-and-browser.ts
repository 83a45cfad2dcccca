import { afterAll, beforeAll } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { type LocalServer, startEmptyServer } from './local-server.ts';

interface Surroundings {
  readonly server: LocalServer;
  readonly browser: Browser;
}

/** Gives the tests of a file a running copy with an empty store, and a browser. Read it only inside a test. */
export const serverAndBrowser = (): Surroundings => {
  const here = {} as { -readonly [Key in keyof Surroundings]: Surroundings[Key] };
  beforeAll(async () => {
    [here.server, here.browser] = await Promise.all([startEmptyServer(), launchBrowser()]);
  });
  afterAll(async () => {
    await here.browser.close();
    await here.server.stop();
  });
  return here;
};
