import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { findAccessibilityViolations } from '../support/browser/accessibility.ts';
import { openEdit } from '../support/browser/open-edit.ts';
import { harness } from '../support/harness.ts';
import { TEST_TOKEN } from '../support/service/editor.ts';

const here = harness(['gateway', 'browser']);

const LONG_WORD = 'x'.repeat(600);

test('in both schemes, at any width, axe finds nothing wrong, and nothing overflows', async () => {
  await here.service.save('Open until ten\nشکرا');
  await here.service.save(`Open until nine ${LONG_WORD}`);
  const { page, signIn, write, press, conflict } = await openEdit(here, { token: null });
  const expectNoFault = async (state: string) => {
    for (const [colorScheme, width] of [
      ['dark', 3840],
      ['light', 320],
      ['dark', 1280],
      ['light', 1280],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      const violations = await findAccessibilityViolations(page);
      const found = { state, colorScheme, width, overflow, violations };
      expect(found).toEqual({ ...found, overflow: 0, violations: [] });
    }
  };
  await expectNoFault('signed out');
  await signIn('sst_half');
  await page.getByText('The token is incomplete').waitFor();
  await expectNoFault('refused');
  await signIn(TEST_TOKEN);
  await page.getByText('You are Ada').waitFor();
  await page.getByText('What changed').first().click();
  await expectNoFault('signed in');
  await page.getByLabel('When', { exact: true }).selectOption('On chosen days of the week');
  await page.getByLabel('Monday').check();
  await expectNoFault('planning');
  await press('Plan');
  await page.getByText('The times after that').click();
  await page.getByText('The plan was changed').click();
  await page.getByText(/^Planned: “/).waitFor();
  await page.locator('#at').fill('2020-01-31T12:30');
  await press('Show the page');
  await page.locator('#preview-title:focus').waitFor();
  await expectNoFault('planned');
  await write(`Closed\u00a0${LONG_WORD}`);
  await here.service.save('theirs');
  await press('Save');
  await expectNoFault('asked');
  await press('Save with them');
  await conflict.waitFor();
  await expectNoFault('conflict');
});

/** The accessible name of what has the focus. */
const focused = (page: Page) =>
  page.evaluate(`document.activeElement.labels?.[0]?.textContent.trim() || document.activeElement.textContent.trim()`);

test('a person with a keyboard gets from loading to saved, and hears each step', async () => {
  const { page } = await openEdit(here, { token: null });
  const tabTo = async (name: string) => {
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe(name);
  };
  await tabTo('What visitors see');
  await tabTo('Your token');
  await page.keyboard.type(TEST_TOKEN);
  await page.keyboard.press('Enter');
  await page.locator('#text:focus').waitFor();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('By keyboard');
  await tabTo('When');
  await tabTo('For how long');
  await tabTo('Why (optional; anyone can read it)');
  await page.keyboard.type('Practice');
  await tabTo('Save');
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('Saved. Every visitor reads it from now on.').waitFor();
  await page.locator('#save:focus').waitFor();
});

test('every region has a name, one heading is of the first level, and Arabic text begins at the right', async () => {
  await here.service.save('سلام');
  const { page } = await openEdit(here);
  expect(await page.getByRole('heading', { level: 1 }).allTextContents()).toEqual(['Change the saved string']);
  for (const name of ['Visitors read now', 'Change it', 'History']) {
    expect(await page.getByRole('region', { name }).count()).toBe(1);
  }
  for (const id of ['text', 'now']) {
    const style = `getComputedStyle(document.querySelector('#${id}'))`;
    expect(await page.evaluate(`[${style}.unicodeBidi, ${style}.textAlign]`)).toEqual(['plaintext', 'start']);
  }
});

test('without JavaScript, it says what to do', async () => {
  const context = await here.browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${here.gateway.url}/edit`);
  const main = page.getByRole('main');
  await main.waitFor();
  expect((await main.innerText()).trim().split('\n').filter(Boolean)).toEqual([
    'Change the saved string',
    expect.stringMatching(/^This page needs JavaScript: turn it on for this site, and reload the page\./),
  ]);
});
