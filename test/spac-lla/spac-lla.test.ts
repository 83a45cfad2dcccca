import type { RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { reverse } from '../../src/routes/spac-lla.ts';
import { harness } from '../support/harness.ts';
import { TEST_TOKEN } from '../support/service/editor.ts';
import { createEvent } from '../support/service/event.ts';
import type { Service } from '../support/service/service.ts';

const here = harness(['service']);

const post = async (body?: string, { service, token = '' }: { service?: Service; token?: string } = {}) => {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await (service ?? here.service).invoke(
    createEvent('POST /spac-lla', { headers, ...(body !== undefined && { body }) }),
  );
  return { status: answer.statusCode, headers: answer.headers, ...JSON.parse(answer.body ?? '') };
};
const shout = async (data: string) => (await post(JSON.stringify({ data }))).data;

describe('reversing', () => {
  // Each is one character for people.
  const characters = fc.constantFrom(
    'a',
    'é',
    'e\u0301',
    '👩‍👩‍👧',
    '🇨🇭',
    '한',
    '\r\n',
    '👍🏽',
    '1️⃣',
    'நி',
    '\u0928\u0940',
  );

  test('keeps together what people take for one character', () => {
    fc.assert(
      fc.property(fc.array(characters), (parts) => {
        // A letter between two flags or two parts of a syllable, or they would join.
        expect(reverse(parts.join('x'))).toBe(parts.toReversed().join('x'));
      }),
    );
  });

  test('loses and adds nothing in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect([...reverse(value)].toSorted()).toEqual([...value].toSorted());
        expect(reverse(value).isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('POST /spac-lla', () => {
  test.each([
    ['all caps', 'SPAC LLA'],
    ['👩‍👩‍👧 e\u0301', 'E\u0301 👩‍👩‍👧'],
    ['straße', 'ESSARTS'],
    ['ﬃ', 'FFI'],
    ['', ''],
  ])('makes "%s" to "%s"', async (data, expected) => {
    expect(await post(JSON.stringify({ data }))).toMatchObject({ status: 200, data: expected, by: 'local' });
  });

  test('without a body takes the saved string', async () => {
    await here.service.save('Closed today');
    expect(await post()).toMatchObject({ status: 200, data: 'YADOT DESOLC', by: 'local' });
  });

  test('takes a body in base64, as the gateway sends a form', async () => {
    const event = createEvent('POST /spac-lla', { body: btoa('{"data":"all caps"}'), isBase64Encoded: true });
    expect(JSON.parse((await here.service.invoke(event)).body ?? '')).toEqual({ data: 'SPAC LLA', by: 'local' });
  });

  test.each(['{', '[]', 'null', '"text"', '{}', '{"data":1}', '{"data":"\\ud800"}', '{"data":"\\u0000"}'])(
    'refuses %s with a reason',
    async (body) => {
      expect(await post(body)).toMatchObject({ status: 400, error: expect.stringMatching(/\.$/) });
    },
  );

  test('refuses bytes that are not UTF-8', async () => {
    const body = Buffer.from('{"data":"\xff"}', 'latin1').toString('base64');
    const answer = await here.service.invoke(createEvent('POST /spac-lla', { body, isBase64Encoded: true }));
    expect(answer.statusCode).toBe(400);
  });

  test('takes 4 KiB and not one byte more', async () => {
    expect(await shout('ä'.repeat(2_048))).toBe('Ä'.repeat(2_048));
    const refused = { status: 413, error: 'The text takes 4097 bytes as UTF-8; the limit is 4096.' };
    expect(await post(JSON.stringify({ data: `${'ä'.repeat(2_048)}a` }))).toMatchObject(refused);
    await here.service.save(`${'ä'.repeat(2_048)}a`);
    expect(await post()).toMatchObject(refused);
  });
});

describe('with another service that shouts', () => {
  /** Starts a service, and loads a function that uses it. */
  const load = async (answer: RequestListener) => {
    const bodies: string[] = [];
    const { url } = await here.site(async (incoming, outgoing) => {
      bodies.push(await text(incoming));
      answer(incoming, outgoing);
    });
    const service = await here.load({ shoutUrl: `${url}/V1/SHOUT` });
    return { bodies, service, by: new URL(url).host, token: TEST_TOKEN };
  };
  const send =
    (body: string, status = 200, headers = {}): RequestListener =>
    (_incoming, outgoing) =>
      outgoing.writeHead(status, headers).end(body);

  test('it gets the reversed text, and its answer is the answer', async () => {
    const { bodies, by, ...editor } = await load(send('{"INPUT":"spac lla","OUTPUT":"SPAC LLA!"}'));
    expect(await post('{"data":"all caps"}', editor)).toMatchObject({ status: 200, data: 'SPAC LLA!', by });
    expect(bodies).toEqual(['{"INPUT":"spac lla"}']);
  });

  test('it is for editors only', async () => {
    const { bodies, service } = await load(send('{"OUTPUT":"SPAC LLA"}'));
    for (const [token, challenge] of [
      ['', 'Bearer'],
      [`${TEST_TOKEN}x`, 'Bearer error="invalid_token"'],
    ] as const) {
      const answer = await post('{"data":"all caps"}', { service, token });
      expect(answer).toMatchObject({ status: 401, headers: { 'www-authenticate': challenge } });
    }
    expect(bodies).toEqual([]);
  });

  test.each<[string, RequestListener]>([
    ['is slow', () => {}],
    ['is slow in the middle', (_, outgoing) => outgoing.writeHead(200).write('{"OUTPUT":')],
    ['hangs up', (_, outgoing) => outgoing.destroy()],
    ['hangs up in the middle', (_, outgoing) => outgoing.writeHead(200).write('{', () => outgoing.destroy())],
    // The new place would answer as it should, but it is not the one that the operator chose.
    [
      'redirects',
      (incoming, outgoing) =>
        send('{"OUTPUT":"X"}', incoming.url === '/' ? 200 : 302, { location: '/' })(incoming, outgoing),
    ],
    ['answers HTML', send('<h1>Welcome</h1>')],
    ['answers 500', send('{"OUTPUT":"SPAC LLA"}', 500)],
    ['answers too much', send(JSON.stringify({ OUTPUT: 'x'.repeat(64 * 1024) }))],
    [
      'answers without end',
      (_, outgoing) =>
        void outgoing
          .writeHead(200)
          .on('drain', () => outgoing.write(' '.repeat(9e4)))
          .write(' '.repeat(9e4)),
    ],
    ['answers null', send('null')],
    ['answers without an OUTPUT', send('{"INPUT":"spac lla"}')],
    ['answers a number', send('{"OUTPUT":1}')],
    ['answers bytes that are not UTF-8', (_, outgoing) => outgoing.end(Buffer.from('{"OUTPUT":"\xff"}', 'latin1'))],
  ])('the answer is 502, and never a quiet one from here, when it %s', async (_name, answer) => {
    const { by, ...editor } = await load(answer);
    expect(await post('{"data":"all caps"}', editor)).toEqual({
      status: 502,
      headers: expect.anything(),
      error: 'The service that shouts did not answer as it should.',
      code: 'BAD_GATEWAY',
      by,
    });
  });
});
