import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Frame, Page } from 'playwright-core';
import { harness } from '../support/harness.ts';
import { createEvent } from '../support/service/event.ts';
import { type HandMovedClock, installClock } from '../support/service/hand-moved-clock.ts';
import { spellOut } from '../support/service/spell-out.ts';
import { installSocket, type StandIn } from '../support/service/stand-in-socket.ts';

const here = harness(['proxy', 'gateway', 'browser']);
const get = (routeKey: string, headers: Record<string, string> = {}) =>
  here.service.invoke(createEvent(routeKey, { headers }));

let page: Page;
let clock: HandMovedClock;
let errors: string[];
let site: string;
let body: string;
/** The address that the site allows; undefined for the usual one. */
let policyOf: string | undefined;

beforeEach(async () => {
  // Another site, as strict as a site can be that embeds ours, and isolated from all others.
  const { port } = await here.site((_incoming, outgoing) => {
    const own = policyOf ?? here.gateway.url;
    const policy = `default-src 'none'; script-src ${own}/embed.js; connect-src ${own}; frame-src ${own}; img-src data:; require-trusted-types-for 'script'`;
    outgoing.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-opener-policy': 'same-origin',
    });
    outgoing.end(`<!doctype html><link rel="icon" href="data:,"><title>Another site</title>${body}`);
  });
  site = `http://localhost:${port}/`;
  page = await here.browser.newPage();
  clock = await installClock(page);
  [errors, policyOf] = [[], undefined];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', ({ message }) => errors.push(message));
});

const VALUE = '<img src=x onerror=alert(1)>\r\n\u202eline \ufefftwo  ';

/** Waits until a script has its first answer: only then it has a timer. */
const untilPaused = async (frame: Page | Frame = page) => {
  while ((await frame.evaluate('clock.pause')) === undefined) await sleep(10);
};

describe('embed.js on another site', () => {
  const news = () => page.evaluate(`document.querySelector('#news').textContent`);
  const open = async () => {
    body = `<p id="news">Loading</p><script src="${here.gateway.url}/embed.js" data-target="#news" defer></script>`;
    await page.goto(site);
    await untilPaused();
  };

  test('puts the string into an element, as text and exactly as it is', async () => {
    await here.service.save(VALUE);
    await open();
    expect(spellOut(String(await news()))).toBe(spellOut(VALUE));
    expect(errors).toEqual([]);
  });

  test('keeps it up to date, and asks only for changes', async () => {
    await open();
    const statuses: number[] = [];
    here.gateway.tamper = (answer) => {
      statuses.push(answer.statusCode ?? 200);
      return answer;
    };
    expect([await news(), await clock.pause()]).toEqual(['dynamic string', 2_000]);
    await clock.endPause();
    await here.service.save('Closed today');
    await clock.endPause();
    await clock.endPause();
    expect(await news()).toBe('Closed today');
    expect(statuses).toEqual([304, 200, 304]);
    expect(errors).toEqual([]);
  });

  test('asks less often without news, and after failures, and keeps the string meanwhile', async () => {
    await open();
    await clock.move(24 * 60 * 60 * 1_000);
    await clock.endPause();
    expect(await clock.pause()).toBe(15_000);
    here.gateway.tamper = () => ({ statusCode: 503, body: '{"error":"none"}' });
    const pauses: unknown[] = [];
    for (let failures = 0; failures < 6; failures++) {
      await clock.endPause();
      pauses.push(await clock.pause());
    }
    expect(pauses).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(await news()).toBe('dynamic string');
  });

  test('asks no more often than the server wants', async () => {
    here.gateway.tamper = (answer) => ({ ...answer, headers: { ...answer.headers, 'retry-after': '30' } });
    await open();
    expect(await clock.pause()).toBe(30_000);
  });

  // Markup that strangers may write on a site with a sanitiser: names that shadow properties of document and window.
  const NAMES = ['currentScript', 'hidden', 'querySelectorAll', 'addEventListener', 'fetch', 'setTimeout'];
  test('cannot be led astray by elements with the names of its own tools', async () => {
    const named = NAMES.map((name) => `<img name="${name}" id="${name}" alt="" src="data:," data-target="#pay">`);
    body = `${named.join('')}<p id="pay">Pay here</p>`;
    const own = `<p id="news">Loading</p><script src="${here.gateway.url}/embed.js" data-target="#news" defer></script>`;
    body += own;
    await page.goto(site);
    await untilPaused();
    expect(await news()).toBe('dynamic string');
    expect(await page.evaluate(`document.getElementById('pay').textContent`)).toBe('Pay here');
  });

  test('writes into nothing whose text would run, style or be sent', async () => {
    await here.service.save('globalThis.ran = true');
    body =
      '<p class="all" id="news">Loading</p><script class="all" type="text/plain">0</script><style class="all"></style>' +
      '<textarea class="all">mine</textarea><svg><style class="all"></style></svg>' +
      `<script src="${here.gateway.url}/embed.js" data-target=".all" defer></script>`;
    await page.goto(site);
    await untilPaused();
    const texts = await page.evaluate(`[...document.querySelectorAll('.all')].map(({ textContent }) => textContent)`);
    expect(texts).toEqual(['globalThis.ran = true', '0', '', 'mine', '']);
  });

  test('works as a module, too', async () => {
    const load = (target: string) =>
      `<script type="module" src="${here.gateway.url}/embed.js" data-target="${target}"></script>`;
    // It runs once for both.
    body = `<p id="news">Loading</p><p id="more">Loading</p>${load('#more')}${load('#news')}`;
    await page.goto(site);
    await untilPaused();
    expect([await news(), await page.locator('#more').textContent()]).toEqual(['dynamic string', 'dynamic string']);
  });

  test.each(['', 'data-target="#1news"', 'data-target'])(
    'with %j, changes nothing and says why, once',
    async (target) => {
      body = `<p id="news">Loading</p><script src="${here.gateway.url}/embed.js" ${target} defer></script>`;
      await page.goto(site);
      await page.waitForLoadState();
      expect(await news()).toBe('Loading');
      expect(errors).toEqual([expect.stringMatching(/^embed\.js: data-target=".*" is not a CSS selector/)]);
    },
  );
});

describe('where changes are pushed', () => {
  const pushSocket = 'wss://push.example/event/realtime /string/changes';
  const push = async (socket: StandIn, target: Page | Frame, value: string) => {
    await socket.until(() => true, 'sockets.length === 1');
    await socket.subscribe();
    await socket.until(() => true, 'clock.pauses.length === 2');
    await socket.push({ version: 5, value, etag: '"5"' });
    expect(await target.evaluate(`document.querySelector('#news, main').textContent`)).toBe(value);
    expect(await target.evaluate('clock.pauses')).toEqual([300_000, 600_000]);
  };

  test('embed.js shows what is pushed, with no other script allowed than itself', async () => {
    const pushed = await here.serve(await here.load({ pushSocket }));
    const socket = await installSocket(page);
    policyOf = pushed.url;
    body = `<p id="news">Loading</p><script src="${pushed.url}/embed.js" data-target="#news" defer></script>`;
    await page.goto(site);
    await push(socket, page, VALUE.replace('\r', ''));
    expect(errors).toEqual([]);
  });

  test('it asks as ever where the module for that does not load', async () => {
    const pushed = await here.serve(await here.load({ pushSocket }));
    await page.route('**/embed.js?push', (route) => route.abort());
    policyOf = pushed.url;
    body = `<p id="news">Loading</p><script src="${pushed.url}/embed.js" data-target="#news" defer></script>`;
    await page.goto(site);
    await untilPaused();
    expect(await page.evaluate(`document.querySelector('#news').textContent`)).toBe('dynamic string');
  });

  test('the documents allow the socket, and only there', async () => {
    const service = await here.load({ pushSocket });
    for (const routeKey of ['GET /', 'GET /embed']) {
      const { headers } = await service.invoke(createEvent(routeKey));
      expect(headers?.['content-security-policy']).toContain("; connect-src 'self' wss://push.example; ");
      expect((await get(routeKey)).headers?.['content-security-policy']).toContain("; connect-src 'self'; ");
    }
    expect((await get('GET /')).body).not.toContain('data-push');
    expect((await get('GET /embed.js')).body).toMatch(/\(false\);\s*$/);
  });
});

describe('GET /embed', () => {
  test('can be framed by another site, shows the string exactly, and keeps it up to date', async () => {
    await here.service.save(VALUE);
    body = `<iframe src="${here.gateway.url}/embed"></iframe>`;
    await page.goto(site);
    const [, frame] = page.frames();
    const shown = async () => spellOut(String(await frame?.evaluate(`document.querySelector('main').textContent`)));
    expect(await shown()).toBe(spellOut(VALUE));
    await untilPaused(frame);
    await here.service.save('Closed today');
    await frame?.evaluate('clock.wake()');
    expect(await shown()).toBe('Closed today');
    expect(errors).toEqual([]);
  });

  test('names the language of the string', async () => {
    const japanese = await here.load({ lang: 'ja' });
    expect((await japanese.invoke(createEvent('GET /embed'))).body).toContain('<html lang="ja">');
  });

  test('has a policy as strict as the page’s, apart from who may frame it', async () => {
    const { headers } = await get('GET /embed');
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; base-uri 'none'; form-action 'none'; frame-ancestors \*$/,
      ),
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'no-cache',
    });
    expect((await get('GET /embed', { 'if-none-match': String(headers?.etag) })).statusCode).toBe(304);
  });

  test('says so when the store does not answer, in a document that asks again', async () => {
    here.proxy.choose = () => 'server error';
    expect((await get('GET /embed')).body).toContain(
      '<main dir="auto" aria-live="polite">The saved string can’t be read right now</main>',
    );
  });
});

describe('GET /embed.js', () => {
  test('is less than 1.5 KB, and may be kept for an hour', async () => {
    const answer = await get('GET /embed.js');
    expect(answer).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'max-age=3600' },
      body: `(isPushed=>{${await readFile('build/embed.js', 'utf8')}})(false);`,
    });
    expect(Buffer.byteLength(answer.body ?? '')).toBeLessThan(1_500);
    const again = await get('GET /embed.js', { 'if-none-match': String(answer.headers?.etag) });
    expect([again.statusCode, again.body]).toEqual([304, undefined]);
  });
});
