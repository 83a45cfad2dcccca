import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser, watch } from '../support/browser.ts';
import { headingOf } from '../support/html.ts';
import { type LocalServer, startEmptyServer } from '../support/local-server.ts';

jest.setTimeout(120_000);

let server: LocalServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startEmptyServer(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const openPlayground = async (colorScheme: 'light' | 'dark' = 'light') => {
  const page = await browser.newPage({ colorScheme });
  const incidents = watch(page, server.url);
  await page.goto(`${server.url}/graphql#token=${server.token}`);
  const editor = page.getByRole('region', { name: 'Operation Editor' });
  await editor.getByRole('textbox').waitFor();
  return { page, incidents, editor };
};

const readPage = async () => headingOf(await (await fetch(`${server.url}/`)).text());

test('runs its example mutation, and the page changes', async () => {
  const { page, incidents } = await openPlayground();
  await page.getByRole('button', { name: /^Execute query/ }).click();
  await page.getByRole('menuitem', { name: 'SaveTheString' }).click();
  await page
    .getByRole('region', { name: 'Response' })
    .or(page.locator('.result-window'))
    .getByText('"version"')
    .waitFor();
  expect(await readPage()).toBe('The saved string is Hello from the playground');
  expect(incidents).toEqual([]);
  await page.close();
});

test('runs a mutation that a person types, and the page changes', async () => {
  const { page, incidents, editor } = await openPlayground();
  await editor.click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('mutation { setSavedString(value: "Typed by hand") { version } }');
  await page.keyboard.press('ControlOrMeta+Enter');
  await page.locator('.result-window').getByText('"version"').waitFor();
  expect(await readPage()).toBe('The saved string is Typed by hand');
  expect(incidents).toEqual([]);
  await page.close();
});

test('shows the documentation of the schema', async () => {
  const { page, incidents } = await openPlayground('dark');
  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  await page.getByRole('link', { name: 'Query', exact: true }).click();
  await page.getByText('The string that every visitor reads right now.').waitFor();
  const [background = 255] =
    ((await page.evaluate('getComputedStyle(document.body).backgroundColor')) as string).match(/\d+/g)?.map(Number) ??
    [];
  expect(background).toBeLessThan(100);
  expect(incidents).toEqual([]);
  await page.close();
});
