import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { watch } from '../../support/browser/browser.ts';
import { harness } from '../../support/harness.ts';
import { headingOf } from '../../support/html.ts';

const here = harness(['server', 'browser']);

describe('a visitor', () => {
  test('reads a string that was just saved with a plain client', async () => {
    const read = async () => headingOf(await (await fetch(`${here.server.url}/`)).text());
    await here.server.save('Open until ten');
    expect(await read()).toBe('The saved string is Open until ten');
    await here.server.save('Closed today');
    expect(await read()).toBe('The saved string is Closed today');
  });

  test('reads it in a browser exactly, on a page that loads nothing else and raises no error', async () => {
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
    // The script may already have polled.
    expect(new Set(requests.filter((url) => url.startsWith('http')))).toEqual(new Set([`${here.server.url}/`]));
    expect(incidents).toEqual([]);
  });

  test('watches the string change while an editor saves it in the playground', async () => {
    const visitor = await here.browser.newPage();
    const visitorIncidents = watch(visitor, here.server.url);
    await visitor.goto(`${here.server.url}/`);
    const editor = await here.browser.newPage();
    await editor.goto(`${here.server.url}/graphql#token=${here.server.token}`);
    const operation = editor.getByRole('region', { name: 'Operation Editor' });
    await operation.getByRole('textbox').waitFor();
    await operation.click();
    await editor.keyboard.press('ControlOrMeta+A');
    await editor.keyboard.insertText('mutation { setSavedString(value: "Closing early") { version } }');
    await editor.keyboard.press('ControlOrMeta+Enter');
    await visitor.getByRole('heading', { name: 'The saved string is Closing early' }).waitFor();
    expect(visitorIncidents).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('can read the text in %s, and print it black on white', async (colorScheme) => {
    const page: Page = await here.browser.newPage({ colorScheme });
    await page.goto(`${here.server.url}/`);
    const colors = () =>
      page.evaluate(
        '[getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.querySelector("h1")).color]',
      ) as Promise<[string, string]>;
    const [paper, ink] = await colors();
    const lightness = (color: string) => (color.match(/\d+/g) ?? []).reduce((sum, channel) => sum + Number(channel), 0);
    expect(lightness(paper) > lightness(ink)).toBe(colorScheme === 'light');
    await page.emulateMedia({ media: 'print' });
    expect(await colors()).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
  });

  // 320 px is also the width of 1,280 px at a zoom of 400 %.
  test.each([320, 1_280, 3_840])('reads at a width of %i px without scrolling sideways', async (width) => {
    for (const value of ['unbroken'.repeat(15), `${'unbroken'.repeat(60)} and words`]) {
      await here.server.save(value);
      const page = await here.browser.newPage({ viewport: { width, height: 640 } });
      await page.goto(`${here.server.url}/`);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      await page.close();
    }
  });

  test('reads right-to-left text from right to left, and its full stop at the end', async () => {
    await here.server.save('שלום.');
    const page = await here.browser.newPage();
    await page.goto(`${here.server.url}/`);
    const positions = await page.evaluate(`(() => {
      const text = document.querySelector('h1').firstChild;
      const range = document.createRange();
      return [...'שלום.'].map((character) => {
        const index = text.data.indexOf(character);
        range.setStart(text, index);
        range.setEnd(text, index + 1);
        return range.getBoundingClientRect().left;
      });
    })()`);
    expect(positions).toEqual((positions as number[]).toSorted((one, other) => other - one));
  });
});

test('an unknown path is the gateway’s 404', async () => {
  expect((await fetch(`${here.server.url}/nowhere`)).status).toBe(404);
});

test('a script on another site may show the string', async () => {
  await here.server.save('Open “until” ten');
  const page = await here.browser.newPage();
  const elsewhere = await here.site((_request, response) => response.setHeader('content-type', 'text/html').end('<p>'));
  await page.goto(`${elsewhere.url}/`);
  const text = `fetch('${here.server.url}/', { headers: { accept: 'text/plain' } }).then((answer) => answer.text())`;
  expect(await page.evaluate(text)).toBe('Open “until” ten');
});

test('a GraphQL client on another site may read the string', async () => {
  const answer = await fetch(`${here.server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'https://example.org' },
    body: JSON.stringify({ query: '{ savedString }' }),
  });
  expect(answer.headers.get('access-control-allow-origin')).toBeTruthy();
});
