import { describe, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { watch } from '../support/browser.ts';
import { headingOf } from '../support/html.ts';
import { serverAndBrowser } from '../support/server-and-browser.ts';

jest.setTimeout(120_000);

const here = serverAndBrowser();

describe('a visitor', () => {
  test('reads with a plain client what an editor has just saved', async () => {
    const read = async () => headingOf(await (await fetch(`${here.server.url}/`)).text());
    await here.server.save('Open until ten');
    expect(await read()).toBe('The saved string is Open until ten');
    await here.server.save('Closed today');
    expect(await read()).toBe('The saved string is Closed today');
  });

  test('reads it in a browser, exactly, in a page that loads nothing else and raises no error', async () => {
    const value = '<img src=x onerror=alert(1)> & "quotes"\r\n  two\rspaces 👩‍👩‍👧 e\u0301';
    await here.server.save(value);
    const page = await here.browser.newPage();
    const incidents = watch(page, here.server.url);
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));

    const answer = await page.goto(`${here.server.url}/`);
    expect(answer?.status()).toBe(200);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(`The saved string is ${value}`);
    expect(await page.evaluate('document.body.innerText.trim().startsWith("The saved string is <img")')).toBe(true);
    expect(await page.evaluate('document.compatMode')).toBe('CSS1Compat');
    expect(requests.filter((url) => url.startsWith('http'))).toEqual([`${here.server.url}/`]);
    expect(incidents).toEqual([]);
    await page.close();
  });

  test.each(['light', 'dark'] as const)(
    'can read the text in %s, at 320 px, without scrolling sideways',
    async (colorScheme) => {
      await here.server.save(`${'unbroken'.repeat(60)} and words`);
      const page: Page = await here.browser.newPage({ colorScheme, viewport: { width: 320, height: 640 } });
      await page.goto(`${here.server.url}/`);
      expect(await page.evaluate('document.documentElement.scrollWidth <= 320')).toBe(true);
      const [paper, ink] = (await page.evaluate(
        '[getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.querySelector("h1")).color]',
      )) as [string, string];
      const lightness = (color: string) =>
        (color.match(/\d+/g) ?? []).reduce((sum, channel) => sum + Number(channel), 0);
      expect(lightness(paper) > lightness(ink)).toBe(colorScheme === 'light');
      await page.close();
    },
  );
});

test('an unknown path is the gateway’s 404', async () => {
  expect((await fetch(`${here.server.url}/nowhere`)).status).toBe(404);
});

test('a script on another site may read the string', async () => {
  const answer = await fetch(`${here.server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'https://example.org' },
    body: JSON.stringify({ query: '{ savedString }' }),
  });
  expect(answer.headers.get('access-control-allow-origin')).toBeTruthy();
});
