import { describe, expect, test } from '@jest/globals';
import { harness } from '../support/harness.ts';
import { createEvent } from '../support/service/event.ts';
import { createPutEvent } from '../support/service/put.ts';

const here = harness(['proxy', 'service']);

type Options = Parameters<typeof createPutEvent>[1];

const put = async (sent: string | Buffer, options?: Options) => {
  const { body = '', ...answer } = await here.service.invoke(createPutEvent(sent, options));
  return { ...answer, fields: JSON.parse(body) as Record<string, unknown> };
};

const get = (headers: Record<string, string>) => here.service.invoke(createEvent('GET /', { at: new Date(), headers }));

const SHAPES = ['text/html', 'text/plain', 'application/json'];

test('the body is the string that the next read shows, and the answer is its revision', async () => {
  const { statusCode, headers, fields } = await put('Closed today\n', { note: 'Snow & ice +1' });
  const { data } = await here.service.graphql<{ latestRevision: unknown }>(
    '{ latestRevision { version value savedAt savedBy note restores until keeps } }',
  );
  expect({ statusCode, headers, fields }).toMatchObject({
    statusCode: 200,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    fields: { version: 1, value: 'Closed today\n', savedBy: 'Ada', note: 'Snow & ice +1', restores: null },
  });
  expect(fields).toEqual(data?.latestRevision);
  expect((await get({ accept: 'text/plain' })).body).toBe('Closed today\n');
});

test('an empty body is the empty string, for who says so', async () => {
  expect((await put('', { empty: 'yes' })).fields).toMatchObject({ version: 1, value: '', note: null });
});

test('its tag is that of the text, as the next read has it', async () => {
  const { etag = '' } = (await put('Closed')).headers ?? {};
  expect((await get({ accept: 'text/plain', 'if-none-match': String(etag) })).statusCode).toBe(304);
});

describe('with If-Match', () => {
  test.each([...SHAPES, 'another save'])('saves over the revision with the tag of %s', async (accept) => {
    const { headers } = accept.includes('/') ? await get({ accept }) : await put('first');
    const ifMatch = `"other", ${headers?.etag}`;
    const { statusCode, fields } = await put('mine', { ifMatch });
    expect([statusCode, fields.value]).toEqual([200, 'mine']);
  });

  test.each(SHAPES)('answers 412 to an older tag of %s, with the current revision and its tag', async (accept) => {
    const ifMatch = String((await get({ accept })).headers?.etag);
    await here.service.save('theirs');
    const { statusCode, headers, fields } = await put('mine', { ifMatch });
    expect({ statusCode, fields }).toEqual({
      statusCode: 412,
      fields: {
        error: 'The string has changed since you read it (If-Match). Your change was not saved.',
        code: 'CONFLICT',
        current: { version: 1, value: 'theirs', savedBy: 'Ada', savedAt: expect.any(String) },
      },
    });
    expect((await put('mine', { ifMatch: String(headers?.etag) })).statusCode).toBe(200);
  });

  test('lets exactly one of several writers with the same tag win', async () => {
    const ifMatch = String((await put('first')).headers?.etag);
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((value) => put(value, { ifMatch })));
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 412, 412, 412]);
    const winner = answers.find(({ statusCode }) => statusCode === 200)?.fields.value;
    for (const { statusCode, fields } of answers) {
      if (statusCode === 412) expect(fields.current).toMatchObject({ version: 2, value: winner });
    }
  });

  test('takes no weak tag for the string', async () => {
    const { etag } = (await get({ accept: 'text/plain' })).headers ?? {};
    expect((await put('mine', { ifMatch: `W/${etag}` })).statusCode).toBe(412);
  });

  test('saves over anything for *', async () => {
    expect((await put('mine', { ifMatch: '*' })).statusCode).toBe(200);
  });
});

describe('the body', () => {
  test.each([
    undefined,
    'text/plain',
    'Text/Markdown; charset=UTF-8',
    'text/html; charset="utf-8"',
    'text/plain;charset=us-ascii',
    'application/octet-stream',
    'application/x-www-form-urlencoded',
  ])('of type %s is the text itself', async (type) => {
    const { statusCode, fields } = await put('a=b&c=%20+é', type === undefined ? {} : { type });
    expect([statusCode, fields.value]).toEqual([200, 'a=b&c=%20+é']);
  });

  test.each([
    ['application/json', /must be text/],
    ['multipart/form-data; boundary=x', /must be text/],
    ['image/png', /must be text/],
    ['textual', /must be text/],
    ['text/plain; charset=utf-16', /charset must be UTF-8/],
    ['text/plain; charset=iso-8859-1', /charset must be UTF-8/],
  ])('of type %s is refused with 415 and a sentence', async (type, sentence) => {
    expect(await put('"text"', { type })).toMatchObject({
      statusCode: 415,
      fields: { error: expect.stringMatching(sentence), code: 'BAD_REQUEST' },
    });
  });

  const [head, tail] = [Buffer.from('cut '), Buffer.from('😀')];
  test.each<[string, string | Buffer, Options, number]>([
    ['bytes that are not UTF-8', Buffer.from([0x61, 0xff]), {}, 400],
    ['half a character at the end', Buffer.concat([head, tail.subarray(0, 3)]), {}, 400],
    // The gateway puts U+FFFD there, which has as many bytes.
    ['the same called text', Buffer.concat([head, tail.subarray(0, 3)]), { type: 'text/plain' }, 400],
    ['bytes that were replaced on their way', Buffer.from([0x61, 0xff]), { type: 'text/plain' }, 400],
    ['a text that was cut on its way', 'text', { type: 'text/plain', headers: { 'content-length': '5' } }, 400],
    ['a part of the string', 'x', { headers: { 'content-range': 'bytes 0-0/9' } }, 400],
    ['a compressed string', 'x', { headers: { 'content-encoding': 'gzip' } }, 415],
    ['a wish to overwrite nothing', 'x', { headers: { 'if-none-match': '*' } }, 412],
    ['NUL', 'a\0b', {}, 400],
    ['no bytes, as of a program that failed', '', {}, 400],
    ['no text', '', { type: 'text/plain' }, 400],
    ['a half-hearted emptiness', '', { empty: 'maybe' }, 400],
    ['a note that is too long', 'x', { note: 'x'.repeat(281) }, 400],
    ['one byte too many', 'x'.repeat(2 ** 15 + 1), {}, 413],
  ])('is refused for %s, and nothing is written', async (_name, sent, options, status) => {
    const { statusCode, fields } = await put(sent, options);
    expect([statusCode, fields.error]).toEqual([status, expect.stringMatching(/^[A-Z].*\.$/)]);
    expect(JSON.parse((await get({ accept: 'application/json' })).body ?? '')).toMatchObject({ version: 0 });
  });

  test('is not looked at before the token', async () => {
    expect(await put('\0', { authorization: '', type: 'image/png' })).toMatchObject({
      statusCode: 401,
      headers: { 'www-authenticate': 'Bearer' },
      fields: { code: 'UNAUTHENTICATED' },
    });
    expect(here.proxy.operations).toEqual([]);
  });
});

test('a note that is not percent-encoded UTF-8 is refused', async () => {
  for (const query of ['note=%ff', 'note=100%']) {
    const { statusCode } = await here.service.invoke({ ...createPutEvent('x'), rawQueryString: query });
    expect(statusCode).toBe(400);
  }
});

test.each([
  ['server error', 'Query', 'NOT_WRITTEN'],
  ['server error', 'PutItem', 'UNKNOWN'],
] as const)('says what became of it when the store meets a %s in each %s', async (fault, operation, outcome) => {
  here.proxy.choose = (asked) =>
    asked === operation || (operation === 'PutItem' && asked === 'GetItem' && here.proxy.operations.includes('PutItem'))
      ? fault
      : 'none';
  expect(await put('mine')).toMatchObject({
    statusCode: 503,
    headers: { 'retry-after': '2' },
    fields: { code: 'SERVICE_UNAVAILABLE', outcome },
  });
});
