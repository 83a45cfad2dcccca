import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { isRefusal, openEdit } from '../support/browser/open-edit.ts';
import { harness } from '../support/harness.ts';
import { TEST_EDITOR, TEST_TOKEN } from '../support/service/editor.ts';

const here = harness(['gateway', 'browser']);

/** Reads everything of a tab that may outlive it, and its markup, which a browser can save to a file. */
const readTraces = async (page: Page) =>
  `${await page.evaluate('JSON.stringify({ ...localStorage }) + document.cookie + document.documentElement.outerHTML')} ${page.url()}`;

const readTabStorage = (page: Page) => page.evaluate('JSON.stringify({ ...sessionStorage })');

test('the token stays in the tab’s storage and nowhere else, and goes to the API only', async () => {
  const { page, incidents } = await openEdit(here, { token: null });
  const carriers: string[] = [];
  page.on('request', (request) => {
    const { referer = '', authorization, ...others } = request.headers();
    const text = JSON.stringify(others) + request.url() + (request.postData() ?? '');
    if (referer !== '' || text.includes(TEST_TOKEN)) carriers.push(`${request.url()} beside the header`);
    if (authorization !== undefined) carriers.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  await page.getByLabel('Your token').fill(TEST_TOKEN);
  await page.keyboard.press('Enter');
  await page.getByText('You are Ada').waitFor();
  expect(await page.getByLabel('Your token').inputValue()).toBe('');
  expect(await readTabStorage(page)).toContain(TEST_TOKEN);
  expect(await readTraces(page)).not.toContain(TEST_TOKEN);
  const other = await page.context().newPage();
  await other.goto(`${here.gateway.url}/edit`);
  await other.getByRole('heading', { name: 'Sign in' }).waitFor();
  // As password managers understand it.
  await other.locator('#sign-in [type=password][autocomplete=current-password]').waitFor();

  await page.reload();
  await page.getByText('You are Ada').waitFor();
  expect(new Set(carriers)).toEqual(new Set(['POST /graphql']));

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByText('You are signed out.').waitFor();
  expect(await readTabStorage(page)).toBe('{}');
  await page.reload();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(incidents).toEqual([]);
});

test('a token that can’t be right, or has ended, is refused with a sentence; one that ends soon is said to', async () => {
  const { page, incidents, signIn } = await openEdit(here, { token: null });
  for (const [token, sentence] of [
    [
      'sst_half',
      'The token is incomplete or mistyped. Copy the whole token again. For a new one, ask the person who runs this site.',
    ],
    ['sst_…', 'The token contains an invalid character. Copy the whole token again.'],
  ] as const) {
    await signIn(token);
    await page.getByText(sentence).waitFor();
    await page.locator('[name=token]:focus').waitFor();
    expect(await readTabStorage(page)).toBe('{}');
  }
  expect(incidents.every(isRefusal)).toBe(true);

  await page.route('**/graphql', async (route) => {
    const expiresAt = new Date(Date.now() + 6 * 86_400_000).toISOString();
    if (!route.request().postData()?.includes('viewer')) return route.continue();
    return route.fulfill({ json: { data: { result: { name: 'Ada', expiresAt } } } });
  });
  await page.getByLabel('Your token').fill(TEST_TOKEN);
  await page.keyboard.press('Enter');
  const endsSoon = page.getByText(/Your token ends on .* For a new one, ask the person who runs this site\./);
  await endsSoon.waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await endsSoon.waitFor({ state: 'detached' });
  await page.unroute('**/graphql');
  await page.getByLabel('Your token').fill(TEST_TOKEN);
  await page.keyboard.press('Enter');
  await page.getByText('You are Ada.').waitFor();

  const editors = here.store.createEditors(here.tableName);
  await editors.revoke(TEST_EDITOR.id, '2026-01-01T00:00:00.000Z', new AbortController().signal);
  await page.reload();
  await page.getByText('The token was revoked. For a new one, ask the person who runs this site.').waitFor();
  expect(await readTabStorage(page)).toBe('{}');
});

test('a link signs in on this machine, also if it is pasted into the open page, and is gone at once', async () => {
  const page = await here.browser.newPage();
  await page.goto(`${here.gateway.url}/edit#token=${TEST_TOKEN}`);
  const signedIn = page.getByText('You are Ada');
  await signedIn.waitFor();
  expect(page.url()).toBe(`${here.gateway.url}/edit`);
  expect(await readTraces(page)).not.toContain(TEST_TOKEN);
  const signOut = async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signedIn.waitFor({ state: 'hidden' });
  };

  await signOut();
  await page.evaluate(`location.hash = 'token=${TEST_TOKEN}'`);
  await signedIn.waitFor();
  expect(page.url()).toBe(`${here.gateway.url}/edit`);

  await signOut();
  await page.getByLabel('Your token').fill(`${here.gateway.url}/edit#token=${TEST_TOKEN}`);
  await page.keyboard.press('Enter');
  await signedIn.waitFor();
});

test('an editor who wants to stays signed in on the device, with what is typed, until they sign out in one tab', async () => {
  const { page } = await openEdit(here, { token: null });
  const context = page.context();
  await page.getByLabel('Your token').fill(TEST_TOKEN);
  await page.getByLabel('Keep me signed in on this device').check();
  await page.keyboard.press('Enter');
  await page.getByText('You are Ada').waitFor();
  expect(await readTabStorage(page)).toBe('{}');
  const other = await context.newPage();
  await other.goto(`${here.gateway.url}/edit`);
  await other.getByText('You are Ada').waitFor();
  await other.locator('#text').fill('half a sentence');
  await other.close();

  const next = await context.newPage();
  await next.goto(`${here.gateway.url}/edit`);
  await next.getByText('You are Ada').waitFor();
  expect(await next.locator('#text').inputValue()).toBe('half a sentence');
  const signOut = next.locator('#sign-out');
  await signOut.click();
  const question = next.getByRole('dialog', { name: 'Sign out without saving?' });
  await question.getByRole('button', { name: 'Back to the text' }).click();
  expect(await next.locator('#text').inputValue()).toBe('half a sentence');
  await signOut.click();
  await question.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  for (const tab of [page, next]) {
    expect(await tab.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage })')).toBe('{}');
  }
});

test('a link signs in nowhere else', async () => {
  const page = await here.browser.newPage();
  await page.route('http://string.example/**', async (route) => {
    const { pathname } = new URL(route.request().url());
    return route.fulfill({ response: await route.fetch({ url: here.gateway.url + pathname }) });
  });
  await page.goto(`http://string.example/edit#token=${TEST_TOKEN}`);
  await page.getByText('A link can’t sign you in here').waitFor();
  expect(page.url()).toBe('http://string.example/edit');
  expect(await readTabStorage(page)).toBe('{}');
});
