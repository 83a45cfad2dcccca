import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import type { Page, Route } from 'playwright-core';
import { findAccessibilityViolations } from '../support/browser/accessibility.ts';
import { harness } from '../support/harness.ts';
import { headingOf } from '../support/html.ts';

const MEBIBYTE = 1024 ** 2;
const bytes = randomBytes(20 * MEBIBYTE);
const here = harness(['directory', 'server', 'browser'], { args: ['--files'] });
beforeEach(() => writeFile(join(here.directory, 'slides.pdf'), bytes));

const partsOf = (page: Page) => {
  const region = page.getByRole('region', { name: 'Share a file' });
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  return {
    page,
    press,
    text: page.getByLabel('What visitors will read'),
    until: page.locator('#until'),
    status: region.getByRole('status'),
    progress: region.getByRole('progressbar', { name: 'Sent' }),
    choose: (file: Parameters<ReturnType<Page['locator']>['setInputFiles']>[0] = join(here.directory, 'slides.pdf')) =>
      region.getByLabel('File of up to 6 GiB').setInputFiles(file),
  };
};

/** Opens the page, signed in, with the errors that its console shows. */
const open = async () => {
  const viewport = { width: 1280, height: 900 };
  const page = await (await here.browser.newContext({ viewport, timezoneId: 'Europe/Berlin' })).newPage();
  // Chromium tells Playwright the body of each request, unless it is a blob: that takes seconds for each part.
  await page.addInitScript(`{
    const { send } = XMLHttpRequest.prototype;
    XMLHttpRequest.prototype.send = function (body) { send.call(this, new Blob([body])); };
  }`);
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`${here.server.url}/edit#token=${here.server.token}`);
  await page.getByText('You are').waitFor();
  return { ...partsOf(page), errors };
};

const isPart = (url: URL) => url.searchParams.get('partNumber') !== null;

/** Counts the parts that arrive, and holds some of them back. */
const watchParts = async (page: Page, answer: (route: Route, number: string) => Promise<void>) => {
  const numbers: string[] = [];
  await page.route(isPart, async (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    const number = String(new URL(route.request().url()).searchParams.get('partNumber'));
    numbers.push(number);
    await answer(route, number);
  });
  return numbers;
};

test('a file’s link goes to the cursor, and the page shows it until the file ends', async () => {
  const { page, press, text, until, status, choose, errors } = await open();
  await text.fill('Slides: !');
  await page.keyboard.press('ArrowLeft');
  await choose();
  await page.getByLabel('Download for').fill('2');
  await page.getByLabel('Hours or days').selectOption('hours');
  await press('Upload');
  await status.getByText(/^slides\.pdf is shared until .* Save it: the string ends with the file\.$/).waitFor();
  const [, link = ''] = /^Slides: (http\S+)!$/.exec(await text.inputValue()) ?? [];
  expect(link).toMatch(new RegExp(`^${here.server.url}/files/\\d{16}_[\\w-]{22}$`));
  const given = Buffer.from(await (await fetch(link)).arrayBuffer());
  expect(given.equals(bytes)).toBe(true);

  const end = Number(link.split('/').at(-1)?.split('_')[0]) / 1_000;
  const field = await until.evaluate((input: { value?: string }) => new Date(String(input.value)).getTime());
  expect(Math.floor(end / 60_000) * 60_000).toBe(field);
  await press('Save');
  await page.getByText(/^Saved\. Every visitor reads it from now on, until/).waitFor();
  expect(headingOf(await (await fetch(`${here.server.url}/`)).text())).toBe(`The saved string is Slides: ${link}!`);
  expect(errors).toEqual([]);
});

test('a dropped file is shared, an earlier end of the string stays, and what the stage refuses is said', async () => {
  const { press, text, until, status, choose, page } = await open();
  await page.getByLabel('For how long').selectOption('Until a time that I choose');
  const soon = new Date(Date.now() + 7_200_000).toLocaleString('sv', { timeZone: 'Europe/Berlin' }).slice(0, 16);
  await until.fill(soon.replace(' ', 'T'));
  await page.evaluate(`{
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['Soup'], 'soup.txt', { type: 'text/plain' }));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }`);
  await press('Upload');
  await status.getByText('soup.txt is shared').waitFor();
  expect(await until.inputValue()).toBe(soon.replace(' ', 'T'));
  expect(await text.inputValue()).toMatch(/\/files\//);

  await choose({ name: `${'n'.repeat(256)}`, mimeType: 'text/plain', buffer: Buffer.from('Soup') });
  await press('Upload');
  await status.getByText('The file’s name must have 1 to 255 characters.').waitFor();
  await page.getByLabel('Download for').fill('13');
  await press('Upload');
  await status.getByText('A file can be shared for one hour to 12 days.').waitFor();
  await page.locator('#share-amount:focus').waitFor();
  await page.getByLabel('Download for').fill('12');
  await page.evaluate(`sessionStorage.setItem('saved-string:token', '"sst_half"')`);
  await press('Upload');
  await status.getByText(/^The token is incomplete.* Sign out, and sign in with another token\.$/).waitFor();
});

test('a pause keeps what is sent, even over a reload; a refused part is sent again', async () => {
  const { page, press, text, status, progress, choose } = await open();
  await text.fill('');
  let isRefused = false;
  const numbers = await watchParts(page, async (route, number) => {
    if (number === '2') return; // It hangs.
    if (isRefused) return route.continue();
    isRefused = true;
    return route.fulfill({ status: 503, headers: { 'access-control-allow-origin': '*' } });
  });
  await choose();
  await press('Upload');
  await page.evaluate(`new Promise((resolve) => {
    const look = () => /etag/.test(sessionStorage['saved-string:upload']) ? resolve() : requestAnimationFrame(look);
    look();
  })`);
  expect(Number(await progress.getAttribute('value'))).toBeGreaterThanOrEqual(16 * MEBIBYTE);
  expect(numbers.toSorted()).toEqual(['1', '1', '2']);
  await press('Pause');
  await status.getByText('Paused. What is sent is kept.').waitFor();

  await page.unroute(isPart);
  await page.reload();
  await status.getByText('slides.pdf is sent in part.').waitFor();
  await page.getByText('16.0 of 20.0 MiB').waitFor();
  await choose({ name: 'other.pdf', mimeType: 'application/pdf', buffer: Buffer.from('other') });
  await press('Resume');
  await status.getByText('Choose slides.pdf again and press Resume, or cancel its upload.').waitFor();
  const rest = await watchParts(page, (route) => route.continue());
  await choose();
  await press('Resume');
  await status.getByText('slides.pdf is shared').waitFor();
  expect(rest).toEqual(['2']);
  const [link = ''] = /http\S+/.exec(await text.inputValue()) ?? [];
  expect(Buffer.from(await (await fetch(link)).arrayBuffer()).equals(bytes)).toBe(true);
});

test('a cancelled upload is removed; at any width, axe finds nothing wrong, and nothing overflows', async () => {
  const { page, press, status, choose } = await open();
  const expectNoFault = async () => {
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      expect([width, await findAccessibilityViolations(page)]).toEqual([width, []]);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    }
  };
  await expectNoFault();
  await watchParts(page, async () => {});
  await choose();
  const begun = page.waitForResponse(
    (answer) => answer.request().method() === 'POST' && answer.url().endsWith('/files'),
  );
  await press('Upload');
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  await expectNoFault();
  const { id } = await (await begun).json();
  await press('Cancel the upload');
  await status.getByText('The upload is cancelled.').waitFor();
  expect((await fetch(`${here.server.url}/files/${id}`)).status).toBe(410);
  await page.reload();
  await page.getByRole('button', { name: 'Upload', exact: true }).waitFor();
});
