import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openPlayground } from '../support/browser/open-playground.ts';
import { harness } from '../support/harness.ts';

const here = harness(['gateway', 'browser']);

type Playground = Awaited<ReturnType<typeof openPlayground>>;

const token = 'sst_7GhK2mPq_notARealSecretNotARealSecret0';

const sent = (page: Page, operationName: string) =>
  page.waitForRequest((request) => request.postData()?.includes(`"operationName":"${operationName}"`) ?? false);

const runExample = async ({ page, run, result }: Playground) => {
  await Promise.all([sent(page, 'Read'), run()]);
  await result.getByText('"savedString"').waitFor();
};

/** Reads everything in this tab that outlives the page. */
const readStored = async (page: Page) =>
  `${await page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie')} ${page.url()}`;

/** Reads the same plus the markup, which a browser can save to a file. */
const readTraces = async (page: Page) => `${await readStored(page)} ${await page.content()}`;

describe('the editor token', () => {
  test('is explained, is refused if no header can hold it, and else sent with every request', async () => {
    const playground = await openPlayground(here);
    const { page, incidents, authorizations, tokenField, run, outcome } = playground;
    await runExample(playground);
    expect(new Set(authorizations)).toEqual(new Set([undefined]));

    const explanation = page.getByText('To save, you need a token.');
    expect(await explanation.isVisible()).toBe(false);
    await tokenField.focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await explanation.waitFor();
    await page.keyboard.press('Escape');
    await explanation.waitFor({ state: 'hidden' });

    authorizations.length = 0;
    await tokenField.fill('sst_…');
    await run();
    await outcome.getByText('The token contains an invalid character. Copy the whole token again.').waitFor();
    expect(authorizations).toEqual([]);

    await tokenField.fill(`  ${token} `);
    await runExample(playground);
    await Promise.all([
      sent(page, 'IntrospectionQuery'),
      page.getByRole('button', { name: 'Re-fetch GraphQL schema' }).click(),
    ]);
    expect(authorizations).toEqual([`Bearer ${token}`, `Bearer ${token}`]);
    expect(incidents).toEqual([]);
  });

  test('is taken from a link, which is gone at once, is stored nowhere, and is gone after a reload', async () => {
    const playground = await openPlayground(here, { fragment: `#token=${token}` });
    const { page, incidents, authorizations, tokenField, editor, stored } = playground;
    expect(page.url()).toBe(`${here.gateway.url}/graphql`);
    expect(await tokenField.inputValue()).toBe(token);
    expect(await tokenField.getAttribute('type')).toBe('password');
    await runExample(playground);
    expect(new Set(authorizations)).toEqual(new Set([`Bearer ${token}`]));

    await tokenField.press('End');
    await tokenField.pressSequentially('more');
    await runExample(playground);
    expect(authorizations.at(-1)).toBe(`Bearer ${token}more`);
    // Makes sure that something is stored: the tabs are stored a moment after they change.
    await stored('tabState', 'savedString');
    expect(await readTraces(page)).not.toContain(token);

    authorizations.length = 0;
    await page.reload();
    await editor.getByRole('textbox').waitFor();
    expect(await tokenField.inputValue()).toBe('');
    await runExample(playground);
    expect(new Set(authorizations)).toEqual(new Set([undefined]));
    expect(await readTraces(page)).not.toContain(token);

    await page.goto(`${here.gateway.url}/graphql#token=${token}`);
    await page.getByRole('link', { name: 'Saved String' }).click();
    await page.getByRole('heading').waitFor();
    await page.goBack();
    expect(page.url()).toBe(`${here.gateway.url}/graphql`);
    expect(incidents).toEqual([]);
  });

  test('is replaced by a link opened while the page is open', async () => {
    const playground = await openPlayground(here, { fragment: '#token=sst_first' });
    const { page, incidents, authorizations, tokenField } = playground;
    await page.goto(`${here.gateway.url}/graphql#token=${token}`);
    await page.waitForURL(`${here.gateway.url}/graphql`);
    expect(await tokenField.inputValue()).toBe(token);
    await runExample(playground);
    expect(authorizations.at(-1)).toBe(`Bearer ${token}`);
    // Other fragments are left alone.
    await page.evaluate('void (location.hash = "elsewhere")');
    expect(page.url()).toBe(`${here.gateway.url}/graphql#elsewhere`);
    expect(await tokenField.inputValue()).toBe(token);
    await page.goBack();
    expect(page.url()).toBe(`${here.gateway.url}/graphql`);
    expect(incidents).toEqual([]);
  });

  test('gives way to one in the Headers pane, which is stored nowhere, not in the history either', async () => {
    const playground = await openPlayground(here, { fragment: '#token=sst_another' });
    const { page, incidents, authorizations, editor, pick, write, stored } = playground;
    await pick('Headers');
    await write('Headers', `{ "Authorization": "Bearer ${token}" }`);
    // GraphiQL notices changes a moment later, in order, so this comes after the headers.
    await pick('Variables');
    await write('Variables', '{ "last": true }');
    await stored('tabState', 'last');
    await runExample(playground);
    expect(authorizations.at(-1)).toBe(`Bearer ${token}`);
    await stored('queries', 'query Read');
    await page.getByRole('button', { name: 'Show History' }).click();
    await page.getByRole('button', { name: 'Add favorite' }).click();
    await stored('favorites', 'query Read');
    expect(await readStored(page)).not.toContain(token);
    expect(await readTraces(page)).not.toContain('sst_another');

    authorizations.length = 0;
    await page.reload();
    await editor.getByRole('textbox').waitFor();
    await runExample(playground);
    expect(new Set(authorizations)).toEqual(new Set([undefined]));
    expect(await readTraces(page)).not.toContain(token);
    expect(incidents).toEqual([]);
  });
});
