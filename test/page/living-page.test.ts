import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Page, Response } from 'playwright-core';
import { watch } from '../support/browser/browser.ts';
import { harness } from '../support/harness.ts';
import { type HandMovedClock, installClock } from '../support/service/hand-moved-clock.ts';

const here = harness(['proxy', 'gateway', 'browser']);
let page: Page;
let clock: HandMovedClock;
/** The responses that the page's script got, oldest first. */
let answers: Response[];
let incidents: string[];

beforeEach(async () => {
  page = await here.browser.newPage();
  clock = await installClock(page);
  answers = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'fetch') answers.push(response);
  });
  incidents = watch(page, here.gateway.url);
});

const open = () => page.goto(`${here.gateway.url}/`);
const heading = () => page.getByRole('heading', { level: 1 }).textContent();
const notice = () => page.getByText('The server can’t be reached');

/** Runs this many pauses and returns their lengths in milliseconds. */
const passPauses = async (count: number): Promise<(number | undefined)[]> => {
  const pauses: (number | undefined)[] = [];
  while (pauses.length < count) {
    pauses.push(await clock.pause());
    await clock.endPause();
  }
  return pauses;
};

/** Hides or shows the tab, and fires the event twice. A browser without windows reports every tab as visible. */
const setHidden = (hidden: boolean) =>
  page.evaluate(`Object.defineProperty(Document.prototype, 'hidden', { value: ${hidden}, configurable: true });
    for (const _time of [1, 2]) document.dispatchEvent(new Event('visibilitychange'));`);

/** Waits until the page has its answer: only then it has a timer again. */
const untilPaused = () =>
  page.evaluate(`new Promise((resolve) => {
    const look = () => (clock.pause === undefined ? requestAnimationFrame(look) : resolve());
    look();
  })`);

describe('a visible page', () => {
  test('shows a new string two seconds later, without reloading, and announces it politely to screen readers', async () => {
    await open();
    await page.evaluate(`void (document.querySelector('h1').id = 'the same')`);
    await here.service.save('Closed today');
    expect(await passPauses(1)).toEqual([2_000]);
    expect(await heading()).toBe('The saved string is Closed today');
    expect(await page.title()).toBe('The saved string is Closed today');
    expect(await page.locator('h1').getAttribute('id')).toBe('the same');
    expect(incidents).toEqual([]);

    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    const live = nodes.filter(({ properties = [] }) =>
      properties.some(({ name, value }) => name === 'live' && value.value === 'polite'),
    );
    expect(live.map(({ role }) => role?.value)).toEqual(['main']);
  });

  test('says that an empty string is one, and switches its style between long and short strings', async () => {
    await open();
    const word = () =>
      page.evaluate(`getComputedStyle(document.querySelector('h1'), '::after').content.replaceAll('"', '')`);
    expect(await word()).not.toContain('(nothing)');
    await here.service.save('');
    await passPauses(1);
    expect([await word(), await heading()]).toEqual(['(nothing)', 'The saved string is ']);
    await page.reload();
    expect(await word()).toBe('(nothing)');

    const size = () => page.evaluate('parseFloat(getComputedStyle(document.querySelector("h1")).fontSize)');
    const short = Number(await size());
    await here.service.save('word '.repeat(100));
    await passPauses(1);
    const long = Number(await size());
    expect(long).toBeLessThan(short);
    await page.reload();
    expect(await size()).toBe(long);
    await here.service.save('word');
    await passPauses(1);
    expect(await size()).toBe(short);
  });

  test('polls only for changes', async () => {
    await open();
    await passPauses(3);
    await here.service.save('news');
    await passPauses(2);
    expect(answers.map((answer) => answer.status())).toEqual([304, 304, 304, 200, 304]);
    for (const answer of answers) {
      expect([answer.request().method(), answer.url()]).toEqual(['GET', `${here.gateway.url}/`]);
    }
  });

  test('changes nothing while the string stays the same, and one text node when it changes', async () => {
    await here.service.save('the same');
    await open();
    await page.evaluate(`new MutationObserver((records) => (globalThis.changes ??= []).push(...records.map(({ target }) => target.nodeName)))
      .observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })`);
    const changes = () => page.evaluate('globalThis.changes');
    await passPauses(2);
    // A new revision with the same string: a screen reader must not read it out again.
    await here.service.save('the same');
    await passPauses(2);
    expect(answers.map((answer) => answer.status())).toEqual([304, 304, 200, 304]);
    expect(await changes()).toBeUndefined();
    await here.service.save('another');
    await passPauses(1);
    expect(await changes()).toEqual(['H1']);
  });

  test('polls less often without changes, and as often as before after a change', async () => {
    await open();
    const wakeAfter = async (seconds: number) => {
      await clock.move(seconds * 1_000);
      await clock.endPause();
      return clock.pause();
    };
    expect(await wakeAfter(290)).toBe(2_000);
    expect(await wakeAfter(300)).toBeCloseTo((290 + 2 + 300 + 2) / 0.15, -2);
    expect(await wakeAfter(24 * 60 * 60)).toBe(15_000);
    await here.service.save('news');
    await passPauses(1);
    expect(await clock.pause()).toBe(2_000);
  });

  test('polls no more often than the server wants, at first and since the last new string', async () => {
    const want = (seconds: number) => {
      here.gateway.tamper = ({ body, ...answer }) => ({
        ...answer,
        headers: { ...answer.headers, 'retry-after': String(seconds) },
        ...(body !== undefined && { body: body.replace('data-poll="2"', `data-poll="${seconds}"`) }),
      });
    };
    want(30);
    await open();
    expect(await passPauses(2)).toEqual([30_000, 30_000]);
    want(5);
    await here.service.save('news');
    expect(await passPauses(3)).toEqual([30_000, 5_000, 5_000]);
    here.proxy.choose = () => 'reset';
    expect(await passPauses(4)).toEqual([5_000, 5_000, 5_000, 8_000]);
  });
});

describe('a hidden page', () => {
  test('does not poll, and polls at once when it is visible again, as often as at first', async () => {
    await open();
    await passPauses(1);
    await setHidden(true);
    expect(await clock.pause()).toBeUndefined();
    await here.service.save('news');
    await clock.move(60 * 60 * 1_000);
    expect(await heading()).toBe('The saved string is dynamic string');

    await setHidden(false);
    await page.getByRole('heading', { name: 'The saved string is news' }).waitFor();
    expect(answers.map((answer) => answer.status())).toEqual([304, 200]);

    // Even after long without news.
    await untilPaused();
    await clock.move(60 * 60 * 1_000);
    await passPauses(1);
    expect(await clock.pause()).toBe(15_000);
    await setHidden(true);
    await setHidden(false);
    await untilPaused();
    expect(await clock.pause()).toBe(2_000);
    expect(answers.map((answer) => answer.status())).toEqual([304, 200, 304, 304]);
  });
});

describe('a page that gets no answers', () => {
  test('shows a notice after the second failure, keeps the string, and shows the new one after recovery', async () => {
    await open();
    await passPauses(1);
    here.proxy.choose = () => 'reset';
    await passPauses(1);
    expect(await notice().count()).toBe(0);
    await passPauses(1);
    expect(await notice().textContent()).toMatch(/^The server can’t be reached\. This was the string at \d.*\d.*\.$/);
    expect(await heading()).toBe('The saved string is dynamic string');
    await passPauses(2);
    expect(await notice().count()).toBe(1);

    here.proxy.choose = () => 'none';
    await here.service.save('news');
    await passPauses(1);
    expect(await heading()).toBe('The saved string is news');
    expect(await notice().count()).toBe(0);
    expect(answers.map((answer) => answer.status())).toEqual([304, 503, 503, 503, 503, 200]);
  });

  test('polls less and less often, and as often as before after recovery', async () => {
    await open();
    here.proxy.choose = () => 'reset';
    expect(await passPauses(8)).toEqual([2_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    await clock.setChance(0.5);
    expect(await passPauses(2)).toEqual([30_000, 45_000]);
    here.proxy.choose = () => 'none';
    await passPauses(1);
    expect(await clock.pause()).toBe(2_000);
  });

  test('shows the notice without a network, too, and polls as soon as there is one', async () => {
    await open();
    await page.context().setOffline(true);
    await passPauses(2);
    expect(await notice().count()).toBe(1);
    await here.service.save('news');
    await page.context().setOffline(false);
    await page.getByRole('heading', { name: 'The saved string is news' }).waitFor();
    expect(await notice().count()).toBe(0);
  });

  test('keeps the string when the answer is none', async () => {
    await open();
    for (const body of ['{}', 'null', '{"value":5}', '[]', 'half of {']) {
      const before = await heading();
      here.gateway.tamper = (answer) => ({ ...answer, statusCode: 200, body });
      await passPauses(2);
      expect([body, await heading()]).toEqual([body, before]);
      expect(await notice().count()).toBe(1);
      here.gateway.tamper = (answer) => answer;
      await here.service.save(`news after ${body}`);
      await passPauses(1);
      expect(await heading()).toBe(`The saved string is news after ${body}`);
      expect(await notice().count()).toBe(0);
    }
  });

  test('waits five seconds for an answer, then polls again', async () => {
    await open();
    await page.route(`${here.gateway.url}/`, () => {});
    await passPauses(1);
    expect(await clock.pause()).toBe(2_000);
  });

  test('recovers by itself if it could not show the string at first', async () => {
    here.proxy.choose = () => 'reset';
    await open();
    expect(await heading()).toBe('The saved string can’t be read right now');
    await passPauses(3);
    expect(await heading()).toBe('The saved string can’t be read right now');
    expect(await notice().count()).toBe(0);

    here.proxy.choose = () => 'none';
    await passPauses(1);
    expect(await heading()).toBe('The saved string is dynamic string');
    expect(await page.title()).toBe('The saved string is dynamic string');
  });
});

test('a page without scripts is complete', async () => {
  await here.service.save('Closed today');
  const plain = await here.browser.newPage({ javaScriptEnabled: false });
  await plain.goto(`${here.gateway.url}/`);
  expect(await plain.locator('body').innerText()).toBe('The saved string is Closed today');
  await plain.close();
});
