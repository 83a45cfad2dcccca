import { describe, expect, test } from '@jest/globals';
import { harness } from '../support/harness.ts';
import { headingOf, textsOfHead } from '../support/html.ts';
import { createEvent } from '../support/service/event.ts';

const here = harness(['service']);

const get = (headers: Record<string, string> = {}) => here.service.invoke(createEvent('GET /', { headers }));

const SHAPES = [
  ['HTML', 'text/html', 'text/html; charset=utf-8'],
  ['text', 'text/plain', 'text/plain; charset=utf-8'],
  ['JSON', 'application/json', 'application/json; charset=utf-8'],
] as const;

describe('the page', () => {
  test('shows the initial string before the first save, as a complete document', async () => {
    const answer = await get();
    expect(answer).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' },
    });
    expect(answer.body).toMatch(/^<!doctype html>/);
    expect(answer.body).toContain('<h1>The saved string is dynamic string</h1>');
  });

  test('shows a saved string on the very next request', async () => {
    for (const value of ['Closed today', '<b>&amp;</b>', '']) {
      await here.service.save(value);
      const { body = '' } = await get();
      expect(headingOf(body)).toBe(`The saved string is ${value}`);
    }
  });

  test('shows the string in the title and in link previews, too', async () => {
    await here.service.save('Closed <today>');
    const { body = '' } = await get();
    expect(textsOfHead(body)).toEqual({
      title: 'The saved string is Closed <today>',
      description: 'The saved string is Closed <today>',
      'og:type': 'website',
      'og:site_name': 'Saved String',
      'og:title': 'The saved string is Closed <today>',
      'og:description': 'The saved string is Closed <today>',
    });
  });

  test('contains the built script, of at most 2.65 KiB', async () => {
    const { body = '' } = await here.service.invoke(createEvent('GET /'));
    const [, script = ''] = /<script type="module">(.*)<\/script>/s.exec(body) ?? [];
    expect(script).toContain('fetch(');
    expect(Buffer.byteLength(script)).toBeLessThanOrEqual(2.65 * 1024);
  });

  test('tells its script how often to ask, also in the JSON with a new string', async () => {
    expect((await get()).body).toContain('data-poll="2"');
    expect((await get({ accept: 'application/json' })).headers).toMatchObject({ 'retry-after': '2' });
  });

  test('passes its script the tag of the JSON with the same string', async () => {
    for (const value of ['first', 'second']) {
      await here.service.save(value);
      const { headers } = await get({ accept: 'application/json' });
      expect((await get()).body).toContain(`data-etag="${String(headers?.etag).replaceAll('"', '&quot;')}"`);
    }
  });
});

test('the icon is an image, also where programs look for it unasked', async () => {
  const answer = await here.service.invoke(createEvent('GET /favicon.ico'));
  expect(answer).toMatchObject({ statusCode: 200, headers: { 'content-type': 'image/svg+xml' } });
  expect(answer.body).toMatch(/^<svg [^>]*>.*<\/svg>$/);
});

describe('the string', () => {
  test('is the bare string as text', async () => {
    await here.service.save('a <b>\r\n');
    expect((await get({ accept: 'text/plain' })).body).toBe('a <b>\r\n');
    await here.service.save('');
    expect(await get({ accept: 'text/plain' })).toMatchObject({ statusCode: 200, body: '' });
  });

  test('is the latest revision as JSON', async () => {
    const read = async () => JSON.parse((await get({ accept: 'application/json' })).body ?? '') as unknown;
    expect(await read()).toEqual({
      version: 0,
      value: 'dynamic string',
      savedAt: null,
      savedBy: null,
      note: null,
      restores: null,
      until: null,
      keeps: null,
    });

    await here.service.graphql('mutation { setSavedString(value: "Closed", note: "Snow") { version } }');
    const query = '{ latestRevision { version value savedAt savedBy note restores until keeps } }';
    const { data } = await here.service.graphql<{ latestRevision: unknown }>(query);
    expect(await read()).toEqual(data?.latestRevision);
  });

  test.each([
    [undefined, 'text/html'],
    ['', 'text/html'],
    ['*/*', 'text/html'],
    ['text/*', 'text/html'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8', 'text/html'],
    ['image/avif,image/webp,*/*', 'text/html'],
    ['text/plain', 'text/plain'],
    ['Text/Plain; charset=UTF-8', 'text/plain'],
    ['text/plain;q=0.5, text/html;q=0.4', 'text/plain'],
    ['text/html;q=0, */*', 'text/plain'],
    ['application/json', 'application/json'],
    ['application/*', 'application/json'],
    ['application/json, text/plain, */*', 'application/json'],
    ['text/html;q=0.1, application/json', 'application/json'],
    ['application/xml, application/json;q=0.1', 'application/json'],
    ['APPLICATION/JSON', 'application/json'],
    ['text/*;q=0.5, application/json', 'application/json'],
    // RFC 9110, section 12.5.1. Java's HttpURLConnection sends a single asterisk.
    ['*', 'text/html'],
    ['*; q=.2', 'text/html'],
    ['text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2', 'text/html'],
    ['text/plain, *;q=.1', 'text/plain'],
    ['application/json;q=.9, *;q=.2', 'application/json'],
    // Clients name a charset, and spell it in their way: https://github.com/graphql/graphql-http/issues/120
    ['text/plain; charset=us-ascii', 'text/plain'],
    ['application/json;charset=utf8', 'application/json'],
    ['text/html;charset=iso-8859-1,*/*;q=.1', 'text/html'],
  ])('for Accept "%s" is %s', async (accept, expected) => {
    const { statusCode, headers } = await get(accept === undefined ? {} : { accept });
    expect([statusCode, headers?.['content-type']]).toEqual([200, `${expected}; charset=utf-8`]);
    expect(headers).toMatchObject({ vary: 'Accept', 'cache-control': 'no-cache' });
  });

  test.each([
    'application/xml',
    'image/*',
    'image/png; charset=utf-8',
    'text/html;q=0',
    'application/json;version=2',
    'nonsense',
    ',',
  ])('for Accept "%s" is a 406 with the list of available types', async (accept) => {
    const answer = await get({ accept });
    expect(answer).toMatchObject({
      statusCode: 406,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-store',
        vary: 'Accept',
      },
    });
    expect(JSON.parse(answer.body ?? '')).toEqual({
      error: expect.stringMatching(/\w/),
      code: 'BAD_REQUEST',
      types: SHAPES.map(([, , type]) => type),
    });
  });
});

describe.each(SHAPES)('as %s', (_name, accept, type) => {
  test('answers 304 without a body while nothing has changed, and then 200 with another tag', async () => {
    const etag = String((await get({ accept })).headers?.etag);
    for (const header of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const answer = await get({ accept, 'If-None-Match': header });
      expect(answer).toMatchObject({
        statusCode: 304,
        headers: { etag, 'cache-control': 'no-cache', vary: 'Accept' },
      });
      expect(answer).not.toHaveProperty('body');
    }
    await here.service.save('new');
    const answer = await get({ accept, 'if-none-match': etag });
    expect(answer).toMatchObject({ statusCode: 200, headers: { 'content-type': type } });
    expect(answer.headers?.etag).not.toBe(etag);
  });

  test('does not match the tag of another content type', async () => {
    for (const [, other] of SHAPES.filter(([, each]) => each !== accept)) {
      const etag = String((await get({ accept: other })).headers?.etag);
      expect((await get({ accept, 'if-none-match': etag })).statusCode).toBe(200);
    }
  });

  test('HEAD returns the same headers and no body', async () => {
    const { body: _body, ...head } = await get({ accept });
    const answer = await here.service.invoke(createEvent('HEAD /', { headers: { accept } }));
    // The test of all routes looks at the length; over HTTP it is the server's.
    const { 'content-length': _length, ...headers } = answer.headers ?? {};
    expect({ ...answer, headers }).toEqual(head);
  });
});
