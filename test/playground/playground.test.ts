import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createToken, formatToken } from '../../src/domain/token.ts';
import { openPlayground } from '../support/browser/open-playground.ts';
import { harness } from '../support/harness.ts';
import { headingOf } from '../support/html.ts';
import { TEST_TOKEN } from '../support/service/editor.ts';

const here = harness(['gateway', 'browser']);

const readPage = async () => headingOf(await (await fetch(`${here.gateway.url}/`)).text());

const asEditor = () => ({ fragment: `#token=${TEST_TOKEN}` });

/** Recognises the console's message about an answer that is not a success. No other incident may happen. */
const isRefusal = (incident: string) => incident.startsWith('console: Failed to load resource:');

describe('the opening tabs', () => {
  test('read the string and its history at one press each, after loading at most 1.5 MB', async () => {
    await here.service.save('Open until ten tonight');
    const { page, incidents, urls, pick, run, result, outcome } = await openPlayground(here);
    expect(await outcome.textContent()).toBe('Press the run button or Ctrl-Enter to see the answer here.');
    await run();
    await result.getByText('"Open until ten tonight"').waitFor();
    expect(await outcome.textContent()).toBe('Done. The result pane shows the answer.');
    // A screen reader reads this out, and not the JSON.
    expect(await result.getAttribute('aria-live')).toBe('off');

    while (page.workers().length < 3) await page.waitForEvent('worker');
    const files = [...urls].filter((url) => new URL(url).pathname.startsWith('/playground/'));
    const weights = await Promise.all(files.map(weigh));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    // Proves that anything was counted: the code editor alone is larger than this.
    expect(total).toBeGreaterThan(500_000);
    expect(total).toBeLessThan(1_500_000);

    await here.service.save('Read in the history');
    await pick('History');
    await run();
    await result.getByText('"Read in the history"').waitFor();
    expect(incidents).toEqual([]);
  });

  test('save what is there, or typed, and replace nothing that someone else saved', async () => {
    await here.service.save('Open "until" ten');
    const { page, incidents, editor, pick, run, result, outcome, write } = await openPlayground(here, asEditor());
    await pick('Save');
    await outcome.getByText('This changes the string. Enter your editor token').waitFor();
    await run();
    await outcome.getByText(/^Saved as version \d+\. Every visitor reads it from now on\.$/).waitFor();
    expect(await readPage()).toBe('The saved string is Open "until" ten');
    expect(incidents).toEqual([]);

    await here.service.save('Closed today, because of the snow');
    await run();
    await outcome
      .getByText(
        /^Version \d+ was there first: “\u2068Closed today, because of…\u2069”, saved by Ada\. Your change was not saved\. To replace it, set expectedVersion to \d+\.$/,
      )
      .waitFor();
    await result.getByText('"CONFLICT"').waitFor();
    expect(await readPage()).toBe('The saved string is Closed today, because of the snow');
    const [, current] = /set expectedVersion to (\d+)/.exec((await outcome.textContent()) ?? '') ?? [];
    await write('Variables', `{ "value": "Open again", "expectedVersion": ${current} }`);
    await run();
    await outcome.getByText(`Saved as version ${Number(current) + 1}`).waitFor();
    expect(await readPage()).toBe('The saved string is Open again');

    await editor.click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('mutation { setSavedString(value: "Typed by hand") { version } }');
    await page.keyboard.press('ControlOrMeta+Enter');
    await outcome.getByText(`Saved as version ${Number(current) + 2}`).waitFor();
    expect(await readPage()).toBe('The saved string is Typed by hand');
    expect(incidents.filter((incident) => !isRefusal(incident))).toEqual([]);
  });

  test('change nothing if the string could not be read when they opened', async () => {
    const page = await here.browser.newPage();
    await page.route(`${here.gateway.url}/`, (route) => route.abort());
    await page.goto(`${here.gateway.url}/graphql#token=${TEST_TOKEN}`);
    const before = await readPage();
    for (const name of ['Save', 'Plan', 'Undo']) {
      await page.getByRole('button', { name, exact: true }).click();
      await page.getByRole('button', { name: /^Execute query/ }).click();
      await page.getByRole('status').getByText('must not be null').waitFor();
    }
    expect(await readPage()).toBe(before);
  });

  test('plan a string that visitors do not see yet, change it, skip it once and cancel it', async () => {
    const { incidents, pick, run, outcome, write } = await openPlayground(here, asEditor());
    const before = await readPage();
    const day = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
    const occurrence = `${day}T09:00:00.000Z`;
    const times = { from: occurrence, until: `${day}T17:00:00.000Z`, repeat: 'FREQ=DAILY', timeZone: 'UTC' };
    const runWith = async (tab: string, variables: object, sentence: string) => {
      await pick(tab);
      await write('Variables', JSON.stringify(variables));
      await run();
      await outcome.getByText(sentence).waitFor();
    };
    await runWith('Plan', { value: 'Tomorrow', ...times }, 'Planned. Only editors see it until it begins.');
    const now = await fetch(`${here.gateway.url}/`, { headers: { accept: 'application/json' } });
    // A planned string is named after the version that planned it.
    const id = String(((await now.json()) as { version: number }).version);
    await runWith('Change', { id, value: 'The day after' }, 'Changed. Only editors see it until it begins.');
    await runWith('Skip', { id, occurrence }, 'Done. “occurrences” and “skipped” of “planned” show it.');
    await runWith('Cancel', { id }, 'Cancelled.');
    expect(await readPage()).toBe(before);
    expect(incidents).toEqual([]);
  });

  test('undo the last change, follow what is saved in any of them, and keep what is typed', async () => {
    await here.service.save('The one before');
    await here.service.save('Not the right one');
    const { page, incidents, pick, run, outcome, write, stored } = await openPlayground(here, asEditor());
    const variables = page.getByRole('region', { name: 'Variables' });
    await pick('Plan');
    await write('Variables', '{ "value": "typed", "from": null, "expectedVersion": 1 }');
    await stored('tabState', 'typed');
    await pick('Undo');
    await run();
    await outcome.getByText(/^Version \d+ is back, as version \d+\. Every visitor reads it from now on\.$/).waitFor();
    expect(await readPage()).toBe('The saved string is The one before');
    await pick('Save');
    await run();
    await outcome.getByText(/^Saved as version/).waitFor();
    const first = Number(/version (\d+)\./.exec((await outcome.textContent()) ?? '')?.[1]);
    // Nobody is told of a conflict with what they saved themselves.
    for (const [tab, version, sentence] of [
      ['Save', first, `Saved as version ${first + 1}.`],
      ['Undo', first + 1, `Version ${first} is back, as version ${first + 2}.`],
      ['Undo', first + 2, `Version ${first + 1} is back, as version ${first + 3}.`],
    ] as const) {
      await pick(tab);
      await variables.locator('.view-line', { hasText: `"expectedVersion": ${version}` }).waitFor();
      await run();
      await outcome.getByText(sentence).waitFor();
    }
    await pick('Plan');
    await variables.getByText('"typed"').waitFor();
    expect(incidents).toEqual([]);
  });
});

/** Counts the bytes of a body as sent to a browser. */
const weigh = async (url: string): Promise<number> => {
  const [response] = (await once(get(url, { headers: { 'accept-encoding': 'br' } }), 'response')) as [IncomingMessage];
  return (await buffer(response)).length;
};

test('shows the documentation of the schema', async () => {
  const { page, incidents } = await openPlayground(here, { colorScheme: 'dark' });
  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  await page.getByRole('link', { name: 'Query', exact: true }).click();
  await page.getByText('The string that every visitor reads right now.').waitFor();
  const [background = 255] =
    ((await page.evaluate('getComputedStyle(document.body).backgroundColor')) as string).match(/\d+/g)?.map(Number) ??
    [];
  expect(background).toBeLessThan(100);
  expect(incidents).toEqual([]);
});

const currentTab = (page: Page) => page.locator('[aria-current="true"]').textContent();

test('a reload restores the front tab, even if only its variables were changed, and what was run before', async () => {
  const { page, incidents, pick, run, result, write, editor, stored } = await openPlayground(here);
  await write('Variables', '{ "mine": 1 }');
  await stored('tabState', 'mine');
  await page.reload();
  await page.getByRole('region', { name: 'Variables' }).getByText('"mine"').waitFor();
  await editor.getByText('latestRevision').waitFor();
  expect(await currentTab(page)).toBe('Read');

  await pick('History');
  await run();
  await result.getByText('"nodes"').waitFor();
  await stored('tabState', '"activeTabIndex":3');
  await page.reload();
  await editor.getByText('revisions').waitFor();
  expect(await currentTab(page)).toBe('History');
  await page.getByRole('button', { name: 'New tab' }).click();
  await editor.getByText('revisions').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Show History' }).click();
  // An operation that is run as soon as it is opened may be listed twice.
  const history = page.getByRole('region', { name: 'History' });
  await history.getByRole('button', { name: 'History', exact: true }).first().click();
  await editor.getByText('revisions').waitFor();
  expect(incidents).toEqual([]);
});

describe('a sentence explains', () => {
  test('each token that is refused, a note that is too long, and a network that is down', async () => {
    const { page, incidents, tokenField, pick, run, result, outcome, write } = await openPlayground(here);
    const border = () => page.evaluate(`getComputedStyle(document.querySelector('.editor-token input')).borderColor`);
    const before = await border();
    for (const [token, reason] of [
      ['', 'You need a token to change the string, or to see what is planned.'],
      ['sst_half', 'The token is incomplete or mistyped. Copy the whole token again.'],
      [formatToken(createToken()), 'This stage does not know the token.'],
    ] as const) {
      await tokenField.fill(token);
      await pick('Save');
      await run();
      await outcome.getByText(`${reason} Enter a valid token at the top right and run this again.`).waitFor();
      expect(await border()).not.toBe(before);
      // It is about the answer of the current tab only.
      await pick('Read');
      await outcome.getByText('Press the run button').waitFor();
      expect(await border()).toBe(before);
      await pick('Save');
      await outcome.getByText(reason).waitFor();
    }

    await tokenField.fill(TEST_TOKEN);
    await write('Variables', JSON.stringify({ value: 'Open again', note: 'x'.repeat(300) }));
    await run();
    await outcome.getByText('The note has 300 characters; the limit is 280.').waitFor();

    await page.route('**/graphql', (route) => route.abort());
    await run();
    await outcome
      .getByText('The server can’t be reached. Your change may have been saved: read the string before you try again.')
      .waitFor();
    await result.getByText('"message"').waitFor();
    expect(await result.textContent()).not.toContain('stack');
    await pick('Read');
    await run();
    await outcome.getByText('The server can’t be reached. Try again in a moment.').waitFor();
    expect(incidents.every(isRefusal)).toBe(true);
  });

  test('a syntax error, with its line, and an answer of the gateway', async () => {
    const { page, incidents, run, outcome, write, pick } = await openPlayground(here);
    for (const [tab, contentType, body] of [
      ['Read', 'application/json', '{"message":"Service Unavailable"}'],
      ['History', 'text/html', '<h1>Service Unavailable</h1>'],
    ] as const) {
      await pick(tab);
      await page.route('**/graphql', (route) => route.fulfill({ status: 503, contentType, body }));
      await run();
      await outcome.getByText('The server answered with status 503 and no result. Try again in a moment.').waitFor();
      await page.unroute('**/graphql');
    }
    await write('Operation Editor', 'query {\n  savedString(\n}');
    await run();
    await outcome.getByText(/^Line 3: Syntax Error/).waitFor();
    expect(incidents.every(isRefusal)).toBe(true);
  });
});
