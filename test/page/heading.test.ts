import { describe, expect, test } from '@jest/globals';
import { createSend } from '../../cli/remote/send.ts';
import { createChecks } from '../../cli/smoke/smoke-checks.ts';
import { DEFAULT_HEADING, isHeading, toHeading, toTitle, toUnavailable } from '../../src/domain/heading.ts';
import { checkVersion } from '../../stack/check/check-version.ts';
import { harness } from '../support/harness.ts';
import { headingOf, textsOfHead } from '../support/html.ts';
import { createEvent } from '../support/service/event.ts';
import { installClock } from '../support/service/hand-moved-clock.ts';

const here = harness(['proxy', 'gateway', 'browser']);

describe('the heading of a stage', () => {
  test.each([
    [DEFAULT_HEADING, 'x', 'The saved string is x', 'The saved string can’t be read right now'],
    ['{}', 'x', 'x', 'Can’t be read right now'],
    ['Soup of the day: {}', '$& {} $1', 'Soup of the day: $& {} $1', 'Soup of the day: can’t be read right now'],
    ['“{}” is today’s news', '{}', '“{}” is today’s news', '“can’t be read right now” is today’s news'],
    ['{{}}', 'x', '{x}', '{can’t be read right now}'],
  ])('%s', (heading, value, text, unavailable) => {
    expect(isHeading(heading)).toBe(true);
    expect(toHeading(value, heading)).toBe(text);
    expect(toUnavailable(heading)).toBe(unavailable);
  });

  test.each([
    '',
    'The saved string',
    '{',
    '{ }',
    '{} and {}',
    'a\n{}',
    'a\u2028{}',
    'a\0{}',
    '\ud800{}',
    `{}${'x'.repeat(199)}`,
  ])('is not %j', (text) => {
    expect(isHeading(text)).toBe(false);
  });

  test.each(['', ' ', '\r\n\u3000'])('of nothing visible, %j, leaves a title that says something', (value) => {
    expect(toTitle(toHeading(value, '{}'))).toBe('Saved String');
  });
});

describe.each(['今日のスープ：{}', '{}', '<b>"&amp;{}\' $& data-heading="', 'Soup: {}!'])(
  'with the heading %s',
  (heading) => {
    test('everything that shows the string follows it', async () => {
      const service = await here.load({ heading });
      const get = async (route: string, accept = 'text/html') =>
        (await service.invoke(createEvent(route, { headers: { accept } }))).body ?? '';
      const gateway = await here.serve(service);
      const page = await here.browser.newPage();
      const clock = await installClock(page);
      await page.goto(`${gateway.url}/`);
      const value = '<i>{}</i> $&';
      const text = toHeading(value, heading);
      await service.save(value);
      await clock.endPause();
      expect([await page.locator('h1').textContent(), await page.title()]).toEqual([text, text]);

      const body = await get('GET /');
      expect(headingOf(body)).toBe(text);
      expect(textsOfHead(body)).toMatchObject({ title: text, description: text, 'og:title': text });
      expect(await checkVersion(service.invoke)).toBeUndefined();
      const send = createSend(gateway.url, { proxies: {}, timeoutMs: 10_000, maxBodyBytes: 100_000, tooLong: Error });
      expect(await createChecks(undefined).page(send)).toBe('shows the same string as the query');

      const title = toHeading('…', heading);
      expect(JSON.parse(await get('GET /feed', 'application/feed+json')).title).toBe(title);
      expect(await get('GET /feed')).toContain(
        `<title>${title.replaceAll(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`)}</title>`,
      );
      expect(textsOfHead(await get('GET /embed')).title).toBe(title);
      for (const route of ['GET /', 'GET /feed', 'GET /embed'])
        expect(await get(route)).not.toContain('The saved string');

      here.proxy.choose = () => 'server error';
      expect(await get('GET /', 'text/plain')).toBe(toUnavailable(heading));
      expect(headingOf(await get('GET /'))).toBe(toUnavailable(heading));
      expect(await get('GET /', 'application/json')).toBe(JSON.stringify({ error: toUnavailable(heading) }));
    });
  },
);
