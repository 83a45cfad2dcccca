import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { findAccessibilityViolations } from '../support/browser/accessibility.ts';
import { harness } from '../support/harness.ts';

const here = harness(['proxy', 'gateway', 'browser']);

describe('in light and dark, axe finds nothing wrong with', () => {
  const open = async (): Promise<Page> => {
    const page = await here.browser.newPage();
    await page.goto(`${here.gateway.url}/`);
    return page;
  };
  const expectNoFault = async (page: Page) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect([colorScheme, await findAccessibilityViolations(page)]).toEqual([colorScheme, []]);
    }
  };

  test('a page that shows a short string, a long one, and gets no more answers', async () => {
    await here.service.save('Closed today');
    const page = await open();
    await expectNoFault(page);
    await here.service.save('word '.repeat(100));
    await page.reload();
    await expectNoFault(page);
    here.proxy.choose = () => 'reset';
    await page.getByText('The server can’t be reached').waitFor();
    await expectNoFault(page);
  });

  test('a page that can’t show the string', async () => {
    here.proxy.choose = () => 'reset';
    const page = await open();
    await expectNoFault(page);
  });
});
