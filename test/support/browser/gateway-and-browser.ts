import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type Gateway, startGateway } from '../service/gateway.ts';
import { serviceForEachTest } from '../service/service-for-each-test.ts';
import { launchBrowser } from './browser.ts';

type Surroundings = ReturnType<typeof serviceForEachTest> & { readonly browser: Browser; readonly gateway: Gateway };

/**
 * Gives the tests of a file a browser, and each test a freshly loaded service on an empty table, behind a gateway. Read
 * it only inside a test.
 */
export const gatewayAndBrowser = (): Surroundings => {
  const here = serviceForEachTest() as { -readonly [Key in keyof Surroundings]: Surroundings[Key] };
  beforeAll(async () => {
    here.browser = await launchBrowser();
  });
  beforeEach(async () => {
    here.gateway = await startGateway(here.service);
  });
  afterEach(async () => {
    // Left open, pages would go on asking, and a route that is under way would fail the test that comes then.
    for (const context of here.browser.contexts()) {
      for (const page of context.pages()) await page.unrouteAll({ behavior: 'ignoreErrors' });
      await context.close();
    }
    await here.gateway.stop();
  });
  afterAll(() => here.browser.close());
  return here;
};
