import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { shorten } from '../../../src/domain/heading.ts';
import { harness } from '../../support/harness.ts';
import { spellOut } from '../../support/service/spell-out.ts';
import { INJECTION_ROWS, INJECTIONS } from '../../support/strings/injections.ts';
import { ODD_STRINGS } from '../../support/strings/odd-strings.ts';
import { randomText } from '../../support/strings/random-text.ts';

// Each shows hundreds of strings.
jest.setTimeout(400_000);

const here = harness(['gateway', 'browser'], {
  lasts: 'file',
  stage: { pushSocket: 'event/realtime /string/changes' },
});

/** Collects every sign of other code running or loading: only the page and its script may be loaded. */
const listen = (page: Page, signs: string[]): void => {
  page.on('request', (request) => {
    const isExpected = request.isNavigationRequest() || ['fetch', 'xhr'].includes(request.resourceType());
    if (!isExpected || request.url() !== `${here.gateway.url}/`) signs.push(`request to ${request.url()}`);
  });
  page.on('console', (message) => signs.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => signs.push(`error: ${error.message}`));
  page.on('frameattached', () => signs.push('a frame'));
  page.on('popup', () => signs.push('a window'));
  page.on('worker', () => signs.push('a worker'));
  page.on('dialog', async (dialog) => {
    signs.push('a script');
    await dialog.dismiss();
  });
};

interface View {
  /** The heading's text, spelled out. */
  readonly heading: string;
  /** The names of the nodes in the heading. */
  readonly nodes: readonly string[];
  /** The text of the title and the link previews, spelled out. */
  readonly previews: readonly string[];
  /** The whole document, without all of these. */
  readonly frame: string;
}

/** Describes a document of the browser. Text from editors is spelled out in ASCII. */
const DESCRIBE = `(document) => {
  const spellOut = ${spellOut};
  const heading = document.querySelector('h1');
  const previews = [...document.querySelectorAll('meta[name=description], meta[property^=og]')];
  const frame = document.documentElement.cloneNode(true);
  for (const element of frame.querySelectorAll('h1, title')) element.replaceChildren();
  for (const element of frame.querySelectorAll('meta[content]')) element.removeAttribute('content');
  for (const name of ['class', 'data-etag', 'data-version']) frame.querySelector('main').removeAttribute(name);
  return {
    heading: spellOut(heading.textContent),
    nodes: [...heading.childNodes].map((node) => node.nodeName),
    previews: [document.querySelector('title').textContent, ...previews.map(({ content }) => content)].map(spellOut),
    frame: frame.outerHTML,
  };
}`;

/** Opens the page. */
const view = async (page: Page): Promise<View> => {
  await page.goto(`${here.gateway.url}/`);
  return page.evaluate(`(${DESCRIBE})(document)`);
};

/** Lets the browser decode and parse the page, as it does to open it, in a tenth of the time. */
const parse = (page: Page): Promise<View> =>
  page.evaluate(`new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('GET', '/');
    request.setRequestHeader('accept', 'text/html');
    request.responseType = 'document';
    request.onload = () => resolve((${DESCRIBE})(request.response));
    request.send();
  })`);

describe('in a browser’s DOM', () => {
  let page: Page;
  /** A page without the policy, which would hide a hole in the escaping: escaping alone has to be enough. */
  let pageWithoutPolicy: Page;
  let signs: string[];
  let frame: string;
  beforeAll(async () => {
    [page, pageWithoutPolicy] = await Promise.all([here.browser.newPage(), here.browser.newPage({ bypassCSP: true })]);
    signs = [];
    for (const each of [page, pageWithoutPolicy]) listen(each, signs);
    await here.service.save('plain');
    frame = (await view(page)).frame;
  });

  const expectExact = async (value: string, look: () => Promise<readonly View[]>) => {
    await here.service.save(value);
    const title = spellOut(shorten(`The saved string is ${value}`));
    const about = spellOut(shorten(`The saved string is ${value}`, 200));
    const expected: View = {
      heading: spellOut(`The saved string is ${value}`),
      nodes: ['#text'],
      previews: [title, about, 'website', 'Saved String', title, about],
      frame,
    };
    for (const shown of await look()) expect(shown).toEqual(expected);
    expect(signs).toEqual([]);
  };

  const parsed = async () => [await parse(page)];
  const opened = () => Promise.all([page, pageWithoutPolicy].map(view));

  test('the body has one heading and nothing else', () => {
    const [, body = ''] = /<body>(.*)<\/body>/s.exec(frame) ?? [];
    expect(body.replace(/\s/g, '')).toBe(
      '<maindir="auto"aria-live="polite"data-heading="Thesavedstringis{}"data-poll="2"data-push="event/realtime/string/changes"><h1></h1></main>',
    );
  });

  test.each(Object.entries(ODD_STRINGS))('the heading is exactly what was typed: %s', async (_class, strings) => {
    for (const value of strings) await expectExact(value, parsed);
    await expectExact(strings[0] ?? '', opened);
  });

  test('the heading is exactly what was typed: random strings', async () => {
    await fc.assert(
      fc.asyncProperty(randomText, (value) => expectExact(value, parsed)),
      { numRuns: 100 },
    );
  });

  test('the heading of an open page becomes exactly what was typed', async () => {
    const open = await here.browser.newPage({ bypassCSP: true });
    listen(open, signs);
    await open.goto(`${here.gateway.url}/`);
    const strings = [...Object.values(ODD_STRINGS).flatMap(([first = '']) => first), '\ufefftext', ...INJECTION_ROWS];
    for (const value of strings) {
      await here.service.save(value);
      // A page that becomes visible polls at once.
      const shown = await open.evaluate(`new Promise((resolve) => {
        const heading = document.querySelector('h1');
        const expected = 'The saved string is ' + ${JSON.stringify(value)};
        const look = () => (heading.textContent === expected ? resolve(heading.childNodes.length) : setTimeout(look, 10));
        document.dispatchEvent(new Event('visibilitychange'));
        look();
      })`);
      expect(shown).toBe(1);
    }
    expect(signs).toEqual([]);
    await open.close();
  });

  test('an injected string stays text, with and without the policy: no script runs, nothing is added or loaded', async () => {
    for (const value of INJECTIONS) await expectExact(value, parsed);
    for (const value of INJECTION_ROWS) await expectExact(value, opened);
  });
});

test('the check notices a page that takes a string for HTML', async () => {
  const page = await here.browser.newPage();
  const signs: string[] = [];
  listen(page, signs);
  // Independent of the network's answer for a name that does not exist.
  await page.route('https://elsewhere.invalid/**', (route) => route.abort());
  await page.setContent(`<h1>
    <script>alert(1)</script>
    <img src="https://elsewhere.invalid/pixel.gif">
    <iframe></iframe>
    <script>console.log('ran'); throw new Error('ran');</script>
  </h1>`);
  expect(signs.toSorted()).toEqual([
    'a frame',
    'a script',
    'console: Failed to load resource: net::ERR_FAILED',
    'console: ran',
    'error: ran',
    'request to https://elsewhere.invalid/pixel.gif',
  ]);
  await page.close();
});
