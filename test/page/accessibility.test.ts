import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { findAccessibilityViolations } from '../support/browser/accessibility.ts';
import { harness } from '../support/harness.ts';

const here = harness(['proxy', 'gateway', 'browser']);

describe.each(['light', 'dark'] as const)('in %s, axe finds nothing wrong with', (colorScheme) => {
  const open = async (): Promise<Page> => {
    const page = await here.browser.newPage({ colorScheme });
    await page.goto(`${here.gateway.url}/`);
    return page;
  };

  test.each([
    ['short', 'Closed today'],
    ['long', 'word '.repeat(100)],
  ])('a page that shows a %s string', async (_length, value) => {
    await here.service.save(value);
    const page = await open();
    expect(await findAccessibilityViolations(page)).toEqual([]);
  });

  test('a page that can’t show the string', async () => {
    here.proxy.choose = () => 'reset';
    const page = await open();
    expect(await findAccessibilityViolations(page)).toEqual([]);
  });

  test('a page that gets no more answers', async () => {
    const page = await open();
    here.proxy.choose = () => 'reset';
    await page.getByText('The server can’t be reached').waitFor();
    expect(await findAccessibilityViolations(page)).toEqual([]);
  });
});
