import { describe, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { watch } from '../support/browser.ts';
import { headingOf } from '../support/html.ts';
import { serverAndBrowser } from '../support/server-and-browser.ts';

jest.setTimeout(120_000);

const here = serverAndBrowser();

/** Collects the Authorization header of every request to the API; undefined is one without. */
const watchAuthorizations = (page: Page) => {
  const authorizations: (string | undefined)[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') authorizations.push(request.headers().authorization);
  });
  return authorizations;
};

const openPlayground = async ({ colorScheme = 'light' as 'light' | 'dark', fragment = '' } = {}) => {
  const page = await here.browser.newPage({ colorScheme });
  const incidents = watch(page, here.server.url);
  const authorizations = watchAuthorizations(page);
  await page.goto(`${here.server.url}/graphql${fragment}`);
  const editor = page.getByRole('region', { name: 'Operation Editor' });
  await editor.getByRole('textbox').waitFor();
  return { page, incidents, editor, authorizations, tokenField: page.getByLabel('Editor token') };
};

const readPage = async () => headingOf(await (await fetch(`${here.server.url}/`)).text());

test('runs its example mutation, and the page changes', async () => {
  const { page, incidents } = await openPlayground({ fragment: `#token=${here.server.token}` });
  await page.getByRole('button', { name: /^Execute query/ }).click();
  await page.getByRole('menuitem', { name: 'SaveTheString' }).click();
  await page.locator('.result-window').getByText('"version"').waitFor();
  expect(await readPage()).toBe('The saved string is Hello from the playground');
  expect(incidents).toEqual([]);
  await page.close();
});

test('runs a mutation that a person types, and the page changes', async () => {
  const { page, incidents, editor } = await openPlayground({ fragment: `#token=${here.server.token}` });
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
  const { page, incidents } = await openPlayground({ colorScheme: 'dark' });
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

describe('the editor token', () => {
  const token = 'sst_7GhK2mPq_notARealSecretNotARealSecret0';

  const sent = (page: Page, operationName: string) =>
    page.waitForRequest((request) => request.postData()?.includes(`"operationName":"${operationName}"`) ?? false);

  const runExampleQuery = async (page: Page) => {
    await page.getByRole('button', { name: /^Execute query/ }).click();
    await Promise.all([sent(page, 'ReadTheString'), page.getByRole('menuitem', { name: 'ReadTheString' }).click()]);
    await page.locator('.result-window').getByText('"savedString"').waitFor();
  };

  /** All that outlives the page in this tab, and the markup, which a browser can save to a file. */
  const readTraces = async (page: Page) =>
    `${await page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie')} ${page.url()} ${await page.content()}`;

  test('goes with every request once it is in the field, and with none before', async () => {
    const { page, incidents, authorizations, tokenField } = await openPlayground();
    await runExampleQuery(page);
    expect(new Set(authorizations)).toEqual(new Set([undefined]));

    authorizations.length = 0;
    await tokenField.fill(`  ${token} `);
    await runExampleQuery(page);
    await Promise.all([
      sent(page, 'IntrospectionQuery'),
      page.getByRole('button', { name: 'Re-fetch GraphQL schema' }).click(),
    ]);
    expect(authorizations).toEqual([`Bearer ${token}`, `Bearer ${token}`]);
    expect(incidents).toEqual([]);
    await page.close();
  });

  test('gives way to an authorization in the headers editor', async () => {
    const { page, incidents, authorizations, tokenField } = await openPlayground({ fragment: `#token=${token}` });
    await tokenField.waitFor();
    await page.getByRole('button', { name: 'Headers', exact: true }).click();
    await page.getByRole('region', { name: 'Headers' }).click();
    await page.keyboard.insertText('{ "Authorization": "Bearer sst_another" }');
    await runExampleQuery(page);
    expect(authorizations.at(-1)).toBe('Bearer sst_another');
    expect(await readTraces(page)).not.toContain(token);
    expect(incidents).toEqual([]);
    await page.close();
  });

  test('comes with a link, and leaves the address and the history at once', async () => {
    const { page, incidents, authorizations, tokenField } = await openPlayground({ fragment: `#token=${token}` });
    expect(page.url()).toBe(`${here.server.url}/graphql`);
    expect(await tokenField.inputValue()).toBe(token);
    expect(await tokenField.getAttribute('type')).toBe('password');
    await runExampleQuery(page);
    expect(new Set(authorizations)).toEqual(new Set([`Bearer ${token}`]));

    await page.getByRole('link', { name: 'Saved String' }).click();
    await page.getByRole('heading').waitFor();
    await page.goBack();
    expect(page.url()).toBe(`${here.server.url}/graphql`);
    expect(incidents).toEqual([]);
    await page.close();
  });

  test('is replaced by a link that comes while the page is open', async () => {
    const { page, incidents, authorizations, tokenField } = await openPlayground({ fragment: '#token=sst_first' });
    await page.goto(`${here.server.url}/graphql#token=${token}`);
    await page.waitForURL(`${here.server.url}/graphql`);
    expect(await tokenField.inputValue()).toBe(token);
    await runExampleQuery(page);
    expect(authorizations.at(-1)).toBe(`Bearer ${token}`);
    // Any other fragment is none of its business.
    await page.evaluate('void (location.hash = "elsewhere")');
    expect(page.url()).toBe(`${here.server.url}/graphql#elsewhere`);
    expect(await tokenField.inputValue()).toBe(token);
    await page.goBack();
    expect(page.url()).toBe(`${here.server.url}/graphql`);
    expect(incidents).toEqual([]);
    await page.close();
  });

  test('is kept nowhere, and is gone after a reload', async () => {
    const { page, incidents, authorizations, tokenField } = await openPlayground({ fragment: `#token=${token}` });
    await tokenField.press('End');
    await tokenField.pressSequentially('more');
    await runExampleQuery(page);
    expect(authorizations.at(-1)).toBe(`Bearer ${token}more`);
    // So that there is something to be looked into: the tabs are stored a moment after they change.
    await page.evaluate(`new Promise((resolve) => {
      const look = () => ('graphiql:tabState' in sessionStorage ? resolve() : requestAnimationFrame(look));
      look();
    })`);
    expect(await readTraces(page)).not.toContain(token);

    authorizations.length = 0;
    await page.reload();
    await page.locator('.graphiql-query-editor').getByRole('textbox').waitFor();
    expect(await tokenField.inputValue()).toBe('');
    await runExampleQuery(page);
    expect(new Set(authorizations)).toEqual(new Set([undefined]));
    expect(await readTraces(page)).not.toContain(token);
    expect(incidents).toEqual([]);
    await page.close();
  });

  test('that no header can hold is refused in words, and not sent', async () => {
    const { page, incidents, authorizations, tokenField } = await openPlayground();
    await tokenField.fill('sst_…');
    authorizations.length = 0;
    await page.getByRole('button', { name: /^Execute query/ }).click();
    await page.getByRole('menuitem', { name: 'ReadTheString' }).click();
    await page.locator('.result-window').getByText('The editor token holds a character that is in no token').waitFor();
    expect(authorizations).toEqual([]);
    expect(incidents).toEqual([]);
    await page.close();
  });

  test('is explained to those who use the keyboard', async () => {
    const { page, incidents, tokenField } = await openPlayground();
    const explanation = page.getByText('Saving takes a token');
    expect(await explanation.isVisible()).toBe(false);
    await tokenField.focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await explanation.waitFor();
    await page.keyboard.press('Escape');
    await explanation.waitFor({ state: 'hidden' });
    expect(incidents).toEqual([]);
    await page.close();
  });
});
