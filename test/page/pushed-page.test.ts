import { beforeEach, expect, test } from '@jest/globals';
import type { Page, Response } from 'playwright-core';
import { watch } from '../support/browser/browser.ts';
import { harness } from '../support/harness.ts';
import { createEvent } from '../support/service/event.ts';
import { type HandMovedClock, installClock } from '../support/service/hand-moved-clock.ts';
import { installSocket, type StandIn } from '../support/service/stand-in-socket.ts';

const SOCKET = 'wss://abc.appsync-realtime-api.eu-west-1.amazonaws.com/event/realtime';
const TEN_MINUTES = 600_000;

const here = harness(['gateway', 'browser'], { stage: { pushSocket: `${SOCKET} /string/changes` } });
let page: Page;
let clock: HandMovedClock;
let socket: StandIn;
let answers: Response[];
let incidents: string[];

beforeEach(async () => {
  page = await here.browser.newPage();
  clock = await installClock(page);
  socket = await installSocket(page);
  answers = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'fetch') answers.push(response);
  });
  incidents = watch(page, here.gateway.url);
});

const open = () => page.goto(`${here.gateway.url}/`);
const heading = async () =>
  (await page.getByRole('heading', { level: 1 }).textContent())?.replace('The saved string is ', '');
/** Waits until the page has its answer: only then it has a timer again. */
const untilAsked = (count: number) =>
  socket.until(() => answers.length >= count, 'clock.pauses.some((pause) => pause !== 300000)');
const subscribe = async (asked = 1) => {
  await socket.subscribe();
  await untilAsked(asked);
};
/** The current string, as the service pushes it. */
const readNews = async () => {
  const { body = '', headers } = await here.service.invoke(
    createEvent('GET /', { headers: { accept: 'application/json' } }),
  );
  return { ...JSON.parse(body), etag: headers?.etag };
};
const saveAndRead = async (value: string) => {
  await here.service.save(value);
  return readNews();
};

test('subscribes as anyone, asks once, and then every ten minutes, spread out', async () => {
  await open();
  const asAnyone = { host: 'abc.appsync-api.eu-west-1.amazonaws.com', Authorization: '-' };
  await subscribe();
  const { url, protocols, sent } = await socket.last();
  const [protocol, header = ''] = protocols;
  expect([url, protocol]).toEqual([SOCKET, 'aws-appsync-event-ws']);
  expect(header).toMatch(/^header-[\w-]+$/);
  expect(JSON.parse(Buffer.from(header.slice(7), 'base64url').toString())).toEqual(asAnyone);
  expect(sent).toEqual([
    { type: 'connection_init' },
    { type: 'subscribe', id: '1', channel: '/string/changes', authorization: asAnyone },
  ]);
  expect(answers.map((answer) => answer.status())).toEqual([304]);
  expect(await clock.pauses()).toEqual([300_000, TEN_MINUTES]);

  await clock.setChance(0.5);
  await clock.endPause('longest');
  expect(answers).toHaveLength(2);
  expect(await clock.pauses()).toEqual([300_000, TEN_MINUTES + 60_000]);
  expect(incidents).toEqual([]);
});

test('shows at once what is pushed, whatever form AWS gives it, but nothing older, nor what is damaged', async () => {
  await open();
  await subscribe();
  await socket.push(await saveAndRead('Closed today'));
  expect(await heading()).toBe('Closed today');
  await socket.say({ type: 'data', id: '1', event: JSON.stringify(await saveAndRead('Open <b>again')) });
  expect(await heading()).toBe('Open <b>again');
  expect(await page.title()).toBe('The saved string is Open <b>again');
  expect(answers).toHaveLength(1);
  // It knows the tag, too.
  await clock.endPause('longest');
  expect(answers.map((answer) => answer.status())).toEqual([304, 304]);

  const first = await saveAndRead('first');
  const second = await saveAndRead('second');
  for (const news of [second, first, second, { ...first, value: 'forged' }, { version: 0, value: 'none' }, {}]) {
    await socket.push(news);
    expect(await heading()).toBe('second');
  }
  await page.evaluate(`try { sockets.at(-1).onmessage({ data: '{"type":"data","event":"{"}' }) } catch {}`);
  await socket.push(await saveAndRead('third'));
  expect(await heading()).toBe('third');

  // Unless it asks, and the server says so, as after a stage was made anew.
  await socket.push({ ...(await readNews()), version: 7_000, value: 'of the stage before', etag: '"old"' });
  expect(await heading()).toBe('of the stage before');
  await clock.endPause('longest');
  expect(await heading()).toBe('third');
});

test('drops an answer that was given before what was pushed, and asks again', async () => {
  await open();
  const old = await readNews();
  const held = Promise.withResolvers<void>();
  const isAsked = Promise.withResolvers<void>();
  let questions = 0;
  await page.route(`${here.gateway.url}/`, async (route) => {
    questions++;
    if (questions > 1) return route.continue();
    isAsked.resolve();
    await held.promise;
    return route.fulfill({ json: { ...old, value: 'old' } });
  });
  await page.evaluate(`new MutationObserver(() => (globalThis.seen ??= []).push(document.title)).observe(document.head,
    { subtree: true, childList: true, characterData: true })`);
  await socket.subscribe();
  await isAsked.promise;
  await socket.push(await saveAndRead('new'));
  held.resolve();
  await socket.until(() => questions === 2, 'clock.pauses.length === 2');
  expect(await page.evaluate('globalThis.seen')).toEqual(['The saved string is new']);
});

test('asks as ever while it has no subscription', async () => {
  await open();
  await clock.endPause();
  await socket.open();
  await clock.endPause();
  expect([await clock.pauses(), answers.length]).toEqual([[2_000, 300_000], 2]);
});

test.each([
  ['the connection ends', () => socket.end()],
  ['the service refuses', () => socket.say({ type: 'subscribe_error', id: '1', errors: [] })],
  ['nothing comes for five minutes', () => clock.endPause()],
])('when %s, asks as ever, connects again, and asks then for what it missed', async (_name, lose) => {
  await open();
  await subscribe();
  await clock.setChance(0.5);
  await lose();
  // Spread over 15 s: nobody else comes at the same moment.
  expect(await clock.pauses()).toEqual([7_500]);
  await clock.setChance(0);
  expect((await socket.last()).isClosed).toBe(true);
  const missed = await saveAndRead('missed');
  await clock.endPause();
  expect([await heading(), await socket.count()]).toEqual(['missed', 1]);
  while ((await socket.count()) === 1) await clock.endPause();
  await here.service.save('between');
  const asked = answers.length;
  await subscribe(asked + 1);
  expect(await heading()).toBe('between');
  await socket.push(missed);
  expect(await heading()).toBe('between');
});

test('connects again less and less often', async () => {
  await open();
  const pauses: number[] = [];
  let failedAt = Number(await page.evaluate('clock.now'));
  for (let attempts = 1; attempts < 9; attempts++) {
    await socket.end();
    while ((await socket.count()) === attempts) await clock.endPause();
    const now = Number(await page.evaluate('clock.now'));
    pauses.push(Math.round((now - failedAt) / 1_000));
    failedAt = now;
  }
  for (const [index, least] of [8, 16, 32, 64, 128, 256, 300, 300].entries()) {
    expect(pauses[index]).toBeGreaterThanOrEqual(least);
    expect(pauses[index]).toBeLessThanOrEqual(least + 15);
  }
});

test('has no connection while its tab is hidden or it is offline, and asks once it is back', async () => {
  const set = (object: string, name: string, value: boolean, event: string) =>
    page.evaluate(`Object.defineProperty(${object}, '${name}', { value: ${value}, configurable: true });
      (${object} === document ? document : window).dispatchEvent(new Event('${event}'))`);
  await open();
  await subscribe();
  await set('Document.prototype', 'hidden', true, 'visibilitychange');
  expect((await socket.last()).isClosed).toBe(true);
  await here.service.save('news');
  await set('Document.prototype', 'hidden', false, 'visibilitychange');
  await untilAsked(2);
  expect([await heading(), await socket.count()]).toEqual(['news', 2]);
  await subscribe(3);
  await set('navigator', 'onLine', false, 'offline');
  expect((await socket.last()).isClosed).toBe(true);
  await set('navigator', 'onLine', true, 'online');
  expect(await socket.count()).toBe(3);
});

test('asks at a planned moment, spread over most of a second, unless it has heard before', async () => {
  await open();
  await subscribe();
  const news = await readNews();
  await clock.setChance(0.5 ** 8);
  await socket.push({ ...news, askIn: 40_000 });
  expect(await clock.pauses()).toEqual([40_400, 300_000]);
  await here.service.save('begun');
  await clock.endPause();
  expect([await heading(), answers.length]).toEqual(['begun', 2]);

  await socket.push({ ...(await readNews()), askIn: 30_000 });
  expect(await clock.pause()).toBe(30_400);
  await clock.setChance(0);
  await socket.push(await saveAndRead('heard'));
  expect(await clock.pauses()).toEqual([300_000, TEN_MINUTES]);
});

test('hears over a real socket, in a browser that obeys the page’s policy', async () => {
  const own = await here.load({ pushSocket: 'event/realtime /string/changes' });
  const server = await here.serve(own);
  const real = await here.browser.newPage();
  const seen = watch(real, server.url);
  const frames: string[] = [];
  const isSubscribed = Promise.withResolvers<void>();
  real.on('websocket', (opened) => {
    opened.on('framereceived', ({ payload }) => {
      frames.push(String(payload));
      if (String(payload).includes('subscribe_success')) isSubscribed.resolve();
    });
  });
  await real.goto(`${server.url}/`);
  await isSubscribed.promise;
  await own.save('over a real socket');
  await real.getByRole('heading', { name: 'The saved string is over a real socket' }).waitFor();
  await socket.until(() => frames.some((frame) => frame.includes('over a real socket')), 'true');
  expect(seen).toEqual([]);
});
