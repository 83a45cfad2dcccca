import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { findAccessibilityViolations } from '../support/accessibility.ts';
import { launchBrowser } from '../support/browser.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { serviceForEachTest } from '../support/service-for-each-test.ts';

jest.setTimeout(60_000);

const here = serviceForEachTest();
let browser: Browser;
let gateway: Gateway;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  gateway = await startGateway(here.service);
});
afterEach(() => gateway.stop());

describe.each(['light', 'dark'] as const)('in %s, axe finds nothing wrong with', (colorScheme) => {
  const open = async (): Promise<Page> => {
    const page = await browser.newPage({ colorScheme });
    await page.goto(`${gateway.url}/`);
    return page;
  };

  test.each([
    ['short', 'Closed today'],
    ['long', 'word '.repeat(100)],
  ])('a page that shows a %s string', async (_length, value) => {
    await here.service.save(value);
    const page = await open();
    expect(await findAccessibilityViolations(page)).toEqual([]);
    await page.close();
  });

  test('a page that can’t show the string', async () => {
    here.proxy.choose = () => 'reset';
    const page = await open();
    expect(await findAccessibilityViolations(page)).toEqual([]);
    await page.close();
  });

  test('a page that showed it, and gets no more answers', async () => {
    const page = await open();
    here.proxy.choose = () => 'reset';
    await page.getByText('The server can’t be reached').waitFor();
    expect(await findAccessibilityViolations(page)).toEqual([]);
    await page.close();
  });
});
