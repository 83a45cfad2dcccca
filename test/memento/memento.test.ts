import { beforeAll, describe, expect, test } from '@jest/globals';
import { harness } from '../support/harness.ts';
import { headingOf } from '../support/html.ts';
import { TEST_TOKEN } from '../support/service/editor.ts';
import { createEvent } from '../support/service/event.ts';
import { at } from '../support/service/plan.ts';

const here = harness(['clock', 'service'], { lasts: 'file' });
beforeAll(async () => {
  for (const minutes of [10, 20, 30]) {
    here.clock.minutes = minutes;
    await here.service.save(`saved at ${minutes}`);
  }
  await here.service.graphql(`mutation { planSavedString(value: "later", from: "${at(50)}") { version } }`);
  here.clock.minutes = 40;
});

const get = (time: string, headers: Record<string, string> = {}, method = 'GET') =>
  here.service.invoke(createEvent(`${method} /`, { query: `at=${time}`, headers }));
const asText = { accept: 'text/plain' };

describe('the string at a time', () => {
  test.each([
    // Before the first save, visitors read the initial string.
    ['2026-01-31T12:09:59.999Z', 'dynamic string'],
    ['1990-12-31T15:59:60-08:00', 'dynamic string'],
    [at(10), 'saved at 10'],
    ['2026-01-31T12:19:59.999Z', 'saved at 10'],
    [at(20), 'saved at 20'],
    ['2026-01-31T13:25:00%2B01:00', 'saved at 20'],
    // As people type it.
    ['2026-01-31T13:25:00+01:00', 'saved at 20'],
    ['2026-01-31 13:25:00+01:00', 'saved at 20'],
    [at(40), 'saved at 30'],
  ])('is exact to the millisecond, in any offset: %s', async (time, expected) => {
    expect(await get(time, asText)).toMatchObject({ statusCode: 200, body: expected });
  });

  test('is a memento in every content type', async () => {
    const headers = {
      'memento-datetime': 'Sat, 31 Jan 2026 12:25:00 GMT',
      link: '<./>; rel="original"',
      'x-robots-tag': 'noindex',
      vary: 'Accept',
    };
    for (const accept of ['text/html', 'text/plain', 'application/json']) {
      const answer = await get(at(25), { accept });
      expect(answer).toMatchObject({ statusCode: 200, headers: { ...headers, 'cache-control': 'no-cache' } });
      const length = Buffer.byteLength(answer.body ?? '');
      expect(await get(at(25), { accept }, 'HEAD')).toEqual({
        statusCode: 200,
        headers: { ...answer.headers, 'content-length': length },
      });
      const { etag } = answer.headers ?? {};
      expect((await get(at(25), { accept, 'if-none-match': String(etag) })).statusCode).toBe(304);
      expect((await get(at(35), { accept, 'if-none-match': String(etag) })).statusCode).toBe(200);
    }
    expect(JSON.parse((await get(at(25), { accept: 'application/json' })).body ?? '')).toMatchObject({ version: 2 });
  });

  test('is a page without a script, which would show the present', async () => {
    const { body = '', headers } = await get(at(15), { accept: 'text/html' });
    expect(headingOf(body)).toBe('The saved string is saved at 10');
    expect(body).not.toContain('<script');
    expect(headers?.['content-security-policy']).not.toContain('script-src');
    const present = await here.service.invoke(createEvent('GET /'));
    expect(present.body).toContain('<script');
    expect(present.headers).not.toHaveProperty('memento-datetime');
  });

  test.each([
    [{}, '<time datetime="2026-01-31T12:25:00.000Z">January 31, 2026 at 12:25:00 PM UTC</time> · <a href="./">now</a>'],
    [
      { lang: 'de', timeZone: 'Europe/Berlin' },
      '<time datetime="2026-01-31T12:25:00.000Z">31. Januar 2026 um 13:25:00 MEZ</time> · <a href="./">jetzt</a>',
    ],
    [
      { lang: 'ja', timeZone: 'Asia/Tokyo' },
      '<time datetime="2026-01-31T12:25:00.000Z">2026年1月31日 21:25:00 JST</time> · <a href="./">今</a>',
    ],
  ])('says which moment it is in the language and by the clocks of the stage: %j', async (site, expected) => {
    const there = await here.load(site);
    const event = (time: string) => createEvent('GET /', { query: `at=${time}`, headers: { accept: 'text/html' } });
    const { body } = await there.invoke(event(at(25)));
    // Versions of Unicode's data differ in the space before PM.
    expect(body?.replaceAll('\u202f', ' ')).toContain(`<p>${expected}</p>\n<h1>The saved string is saved at 20</h1>`);
    expect((await there.invoke(createEvent('GET /'))).body).not.toContain('<time');
  });

  test.each([
    ['', 400, /`at` must be a time with its offset/],
    ['2026-01-31T12:25:00', 400, /with its offset/],
    ['2026-02-31T12:25:00Z', 400, /does not exist/],
    [at(50), 401, /token/],
  ])('%s is refused with %i', async (time, status, message) => {
    const { statusCode, headers, body = '' } = await get(time);
    expect([statusCode, headers?.['cache-control']]).toEqual([status, 'no-store']);
    expect(JSON.parse(body).error).toMatch(message);
    expect(headers?.['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined);
  });

  test('in the future is for editors, and for no cache', async () => {
    const authorized = { ...asText, authorization: `Bearer ${TEST_TOKEN}` };
    const answer = await get(at(50), authorized);
    expect(answer).toMatchObject({ statusCode: 200, body: 'later', headers: { 'cache-control': 'no-store' } });
    expect(answer.headers).not.toHaveProperty('memento-datetime');
    expect((await get(at(49), authorized)).body).toBe('saved at 30');
    expect((await get(at(50), { authorization: 'Bearer sst_1_x' })).headers).toMatchObject({
      'www-authenticate': 'Bearer error="invalid_token"',
    });
  });
});
