import { randomBytes } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { setTimeout as pass } from 'node:timers/promises';
import { S3Client, UploadPartCommand } from '@aws-sdk/client-s3';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'content-disposition';
import { createToken, formatToken } from '../../src/domain/token.ts';
import { begin, bodyOf, PART_BYTES, put, sha256, share } from '../support/files/files.ts';
import { harness } from '../support/harness.ts';
import { request } from '../support/request.ts';

const here = harness(['files']);

const bytes = Buffer.from('Soup of the day\n');

const SOME_SHA256 = sha256(Buffer.from('some'));

const announcement = { name: 'soup.txt', type: 'text/plain', size: bytes.length, seconds: 60 };

const locationOf = async (id: string): Promise<string> =>
  String((await here.ask('GET /files/{id}', { id, token: '' })).headers?.location);

const statusOf = async (id: string) => (await here.ask('GET /files/{id}', { id, token: '' })).statusCode;

describe('a file', () => {
  test('is given to anyone with its link, whole or from anywhere on', async () => {
    const large = randomBytes(PART_BYTES + 5);
    const location = await locationOf(await share(here, large));
    const whole = await fetch(location);
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename=slides.pdf',
      'cache-control': 'private, no-store',
    });
    expect(Buffer.from(await whole.arrayBuffer()).equals(large)).toBe(true);
    const rest = await fetch(location, { headers: { range: `bytes=${PART_BYTES - 3}-` } });
    expect(rest.status).toBe(206);
    expect(Buffer.from(await rest.arrayBuffer()).equals(large.subarray(PART_BYTES - 3))).toBe(true);
  });

  test('ends to the second, and says when', async () => {
    const id = await share(here, bytes, { seconds: 3_600 });
    here.moveClock(3_595);
    const left = Number(new URL(await locationOf(id)).searchParams.get('X-Amz-Expires'));
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(5);
    here.moveClock(5);
    const answer = await here.ask('GET /files/{id}', { id, token: '' });
    const endedAt = new Date(Number(id.slice(0, 13))).toISOString();
    expect([answer.statusCode, bodyOf(answer)]).toEqual([
      410,
      { error: `The file ended at ${endedAt}.`, code: 'GONE', endedAt },
    ]);
    expect(bodyOf(await here.ask('GET /files'))).toEqual({ files: [] });
  });

  test('is handed out by an address that works for five minutes at most, and not after its end', async () => {
    const id = await share(here, bytes, { seconds: 3_600 });
    expect(await locationOf(id)).toContain('X-Amz-Expires=300');
    // A busy machine takes its time for the next two lines.
    here.moveClock(3_592);
    const location = await locationOf(id);
    expect((await fetch(location)).status).toBe(200);
    while ((await fetch(location)).status === 200) await pass(50);
    expect((await fetch(location)).status).toBe(403);
  });

  test('has a link that nobody can guess, not even from its first half', async () => {
    const id = await share(here, bytes);
    const other = `${id.slice(0, -1)}${id.endsWith('A') ? 'B' : 'A'}`;
    for (const wrong of [other, id.slice(0, 16), `${id}A`, '', '../../editor', 'x'.repeat(9_000)]) {
      expect([wrong, await statusOf(wrong)]).toEqual([wrong, 404]);
    }
    expect(Buffer.from(id.slice(17), 'base64url')).toHaveLength(16);
  });

  test('is listed for editors until it is removed, and then gone at once', async () => {
    const id = await share(here, bytes);
    const location = await locationOf(id);
    expect(bodyOf(await here.ask('GET /files')).files).toEqual([
      expect.objectContaining({ id, link: `/files/${id}`, name: 'slides.pdf', size: bytes.length, sharedBy: 'Ada' }),
    ]);
    expect((await here.ask('DELETE /files/{id}', { id })).statusCode).toBe(200);
    expect(await statusOf(id)).toBe(410);
    expect((await fetch(location)).status).toBe(404);
    expect(bodyOf(await here.ask('GET /files')).files).toEqual([]);
    expect((await here.ask('DELETE /files/{id}', { id })).statusCode).toBe(200);
  });

  test('does not get in the way of another with the same name', async () => {
    const ids = [await share(here, Buffer.from('one')), await share(here, Buffer.from('two'))];
    const texts = await Promise.all(ids.map(async (id) => (await fetch(await locationOf(id))).text()));
    expect(texts).toEqual(['one', 'two']);
  });

  test.each([
    'Grüße.pdf',
    '昼食 🍜.txt',
    '"; filename=evil.exe',
    "it's 100%.txt",
    '%0d%0aset-cookie',
    '👩‍💻',
    'a'.repeat(255),
  ])('keeps its name in the header: %s', async (name) => {
    const { headers } = await fetch(await locationOf(await share(here, bytes, { name })));
    expect(parse(headers.get('content-disposition') ?? '')).toEqual({
      type: 'attachment',
      parameters: expect.objectContaining({ filename: name }),
    });
    expect(here.lines.join('\n')).not.toContain(name);
  });
});

describe('an upload', () => {
  test('takes its parts in any order, again, and is made one once', async () => {
    const large = randomBytes(2 * PART_BYTES + 1);
    const { id, parts, sign } = await begin(here, large);
    const sent: { number: number; sha256: string | undefined; etag: string | null }[] = [];
    for (const number of [3, 1, 1, 2]) {
      const part = parts[number - 1];
      const [url = ''] = await sign([number]);
      const { headers } = await put(url, part?.bytes ?? Buffer.alloc(0));
      if (!sent.some((one) => one.number === number)) {
        sent.push({ number, sha256: part?.sha256, etag: headers.get('etag') });
      }
    }
    expect(await statusOf(id)).toBe(404);
    for (const _time of [1, 2]) {
      const answer = await here.ask('POST /files/{id}/complete', { id, body: { parts: sent } });
      expect(answer.statusCode).toBe(200);
    }
    const whole = await (await fetch(await locationOf(id))).arrayBuffer();
    expect(Buffer.from(whole).equals(large)).toBe(true);
    expect((await here.ask('POST /files/{id}/parts', { id, body: { parts: sent } })).statusCode).toBe(409);
  });

  test('lets exactly the announced bytes of a part through', async () => {
    const { sign } = await begin(here, bytes);
    const [url = ''] = await sign();
    const altered = Buffer.from(bytes).fill('x', 0, 1);
    expect((await put(url, altered, bytes)).status).toBe(400);
    expect((await put(url, altered)).status).toBe(403);
    expect((await put(url, Buffer.concat([bytes, bytes]), bytes)).status).toBe(403);
    expect((await put(url, bytes)).status).toBe(200);
    const { searchParams } = new URL(url);
    expect(searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;host;x-amz-checksum-sha256');
    expect(searchParams.get('X-Amz-Expires')).toBe('900');
  });

  test('with a part that is lost stays open until the part is there', async () => {
    const { id, parts, sign } = await begin(here, bytes);
    const lost = parts.map(({ number, sha256 }) => ({ number, sha256, etag: '"00000000000000000000000000000000"' }));
    const complete = (list: unknown) => here.ask('POST /files/{id}/complete', { id, body: { parts: list } });
    expect((await complete(lost)).statusCode).toBe(409);
    expect((await complete([])).statusCode).toBe(409);
    const { headers } = await put((await sign())[0] ?? '', bytes);
    const sent = parts.map(({ number, sha256 }) => ({ number, sha256, etag: headers.get('etag') }));
    expect((await complete([...sent, ...sent])).statusCode).toBe(409);
    expect((await complete(sent)).statusCode).toBe(200);
  });

  test('that is not the announced size is removed', async () => {
    const { id, parts, sign } = await begin(here, bytes);
    const url = new URL((await sign())[0] ?? '');
    const longer = Buffer.from('longer than announced');
    // No address of ours lets this through.
    const client = new S3Client({
      ...here.config,
      credentials: here.s3.credentials,
      endpoint: here.s3.endpoint,
      forcePathStyle: true,
    } as object);
    const { ETag } = await client.send(
      new UploadPartCommand({
        Bucket: here.s3.bucket,
        Key: id,
        UploadId: url.searchParams.get('uploadId') ?? '',
        PartNumber: 1,
        Body: longer,
        ChecksumSHA256: sha256(longer),
      }),
    );
    const sent = parts.map(({ number, sha256 }) => ({ number, sha256, etag: ETag }));
    const answer = await here.ask('POST /files/{id}/complete', { id, body: { parts: sent } });
    expect(answer.statusCode).toBe(409);
    expect(bodyOf(answer).error).toBe('The file has 21 bytes, not the 16 that were announced. It was removed.');
    expect(await statusOf(id)).toBe(410);
  });

  test.each([
    [413, { size: 6 * 1024 ** 3 + 1 }, /limit is 6 GiB/],
    [400, { size: 0 }, /at least 1/],
    [400, { size: 1.5 }, /number of bytes/],
    [400, { size: '1' }, /number of bytes/],
    [400, { seconds: 12 * 86_400 + 1 }, /12 days/],
    [400, { seconds: 0 }, /whole number/],
    [400, { name: '' }, /1 to 255 characters/],
    [400, { name: '🍜'.repeat(256) }, /1 to 255 characters/],
    [400, { name: 'a/b' }, /without slashes/],
    [400, { name: 'a\\b' }, /without slashes/],
    [400, { name: '..' }, /file’s name/],
    [400, { name: 'a\r\nset-cookie: b' }, /control characters/],
    [400, { name: 'soup\u202Efdp.exe' }, /marks of direction/],
    [400, { name: '\ud83d' }, /file’s name/],
    [400, { type: 'text/html; charset=x' }, /media type/],
    [400, { type: 'text/plain\r\nx: y' }, /media type/],
  ] as const)('is refused with %s and a sentence: %j', async (status, wrong, sentence) => {
    const answer = await here.ask('POST /files', { body: { ...announcement, ...wrong } });
    expect([answer.statusCode, bodyOf(answer).error]).toEqual([status, expect.stringMatching(sentence)]);
    expect(bodyOf(await here.ask('GET /files')).files).toEqual([]);
  });

  test('of the largest and of the smallest size begins, with as many parts as it takes', async () => {
    const begins = async (size: number) => bodyOf(await here.ask('POST /files', { body: { ...announcement, size } }));
    expect(await begins(6 * 1024 ** 3)).toMatchObject({ partSize: PART_BYTES, parts: 384 });
    expect(await begins(1)).toMatchObject({ parts: 1 });
  });

  test('is refused when there are twenty files, until one is removed', async () => {
    const add = () => here.ask('POST /files', { body: announcement });
    const ids: string[] = [];
    for (let count = 0; count < 20; count++) ids.push(bodyOf(await add()).id);
    expect((await add()).statusCode).toBe(409);
    await here.ask('DELETE /files/{id}', { id: ids[7] ?? '' });
    expect((await add()).statusCode).toBe(201);
    here.moveClock(announcement.seconds);
    expect((await add()).statusCode).toBe(201);
  });

  test('is refused when the files of 14 days would take over 120 GiB, open or not', async () => {
    const size = 6 * 1024 ** 3;
    const add = async () => (await here.ask('POST /files', { body: { ...announcement, size, seconds: 1 } })).statusCode;
    for (let count = 0; count < 20; count++) {
      expect(await add()).toBe(201);
      here.moveClock(2);
    }
    expect(bodyOf(await here.ask('GET /files')).files).toEqual([]);
    expect(await add()).toBe(409);
    here.moveClock(14 * 86_400);
    expect(await add()).toBe(201);
  });

  test('that is removed before it is complete keeps no part, and takes no more', async () => {
    const { id, sign } = await begin(here, bytes);
    const url = (await sign())[0] ?? '';
    expect((await put(url, bytes)).status).toBe(200);
    expect((await here.ask('DELETE /files/{id}', { id })).statusCode).toBe(200);
    expect((await put(url, bytes)).status).toBe(404);
  });

  test.each([
    ['POST /files/{id}/parts', { parts: [{ number: 2, sha256: SOME_SHA256 }] }],
    ['POST /files/{id}/parts', { parts: [{ number: 1, sha256: 'short' }] }],
    ['POST /files/{id}/parts', { parts: [] }],
    ['POST /files/{id}/parts', [1]],
    ['POST /files/{id}/parts', null],
    ['POST /files/{id}/complete', { parts: [{ number: 1, sha256: SOME_SHA256, etag: '<x>' }] }],
    ['POST /files/{id}/complete', { parts: 'all' }],
  ])('refuses what is no list of its parts: %s %j', async (route, body) => {
    const { id } = await begin(here, bytes);
    expect((await here.ask(route, { id, body })).statusCode).toBe(400);
  });
});

describe('only editors', () => {
  const EDITORS = [
    'GET /files',
    'POST /files',
    'POST /files/{id}/parts',
    'POST /files/{id}/complete',
    'DELETE /files/{id}',
  ];

  test.each(EDITORS)('may %s', async (route) => {
    const id = await share(here, bytes);
    for (const token of ['', 'sst_1', formatToken(createToken())]) {
      const { statusCode, headers } = await here.ask(route, { id, body: announcement, token });
      expect([statusCode, headers?.['www-authenticate']]).toEqual([401, expect.stringMatching(/^Bearer/)]);
    }
    expect(await statusOf(id)).toBe(302);
  });
});

describe('the S3 of npm start', () => {
  const ID = '0'.repeat(16).concat('_', 'a'.repeat(22));
  const UPLOAD = 'a'.repeat(32);

  test.each<[string, string, string, Record<string, string>?]>([
    ['without a signature', 'GET', `/files/${ID}`],
    ['with half of one', 'GET', `/files/${ID}?X-Amz-Signature=x`],
    ['with an empty header', 'GET', `/files/${ID}`, { authorization: '' }],
    ['signed in the old way', 'GET', `/files/${ID}?Signature=x&AWSAccessKeyId=x&Expires=9`],
    ['for its list of files', 'GET', '/files?X-Amz-Signature=x'],
    ['for another bucket', 'PUT', '/other?X-Amz-Signature=x'],
    ['that leaves the store', 'PUT', `/files/${ID}?X-Amz-Signature=x&uploadId=../../..&partNumber=.bashrc`],
    ['that leaves the store by its key', 'GET', '/files/..%2f..%2fx?X-Amz-Signature=x'],
  ])('refuses a request %s', async (_name, method, path, headers = {}) => {
    const port = Number(new URL(here.s3.endpoint).port);
    expect((await request(port, { method, path, headers })).status).toBe(403);
  });

  test('keeps to what was signed, its own name and the page', async () => {
    const { sign } = await begin(here, bytes);
    const url = new URL((await sign())[0] ?? '');
    const ask = (headers: Record<string, string>, change: (from: string) => string = (from) => from) =>
      request(Number(url.port), {
        method: 'PUT',
        path: change(url.pathname + url.search),
        body: bytes,
        headers: { 'x-amz-checksum-sha256': sha256(bytes), 'content-length': String(bytes.length), ...headers },
      });
    const refused = [
      await ask({ host: `evil.example:${url.port}` }),
      await ask({ origin: 'http://evil.example' }),
      await ask({ 'x-amz-copy-source': '/files/../../x' }),
      await ask({}, (path) => path.replace(/uploadId=\w+/, `uploadId=${UPLOAD}`)),
      await ask({}, (path) => path.replace('/files/', '/files/../files/')),
    ];
    expect(refused.map(({ status }) => status)).toEqual(Array(refused.length).fill(403));
    expect((await ask({ origin: 'http://localhost:3000' })).status).toBe(200);
  });
});

describe('a failure', () => {
  test('of the bucket, which is gone, is an honest 503', async () => {
    const id = await share(here, bytes);
    const { id: unfinished, parts, sign } = await begin(here, bytes);
    const { headers } = await put((await sign())[0] ?? '', bytes);
    await rename(here.bucket, `${here.bucket}-away`);
    here.atEnd(() => rename(`${here.bucket}-away`, here.bucket));
    const sent = parts.map(({ number, sha256 }) => ({ number, sha256, etag: headers.get('etag') }));
    const asked = [
      await here.ask('POST /files', { body: announcement }),
      await here.ask('POST /files/{id}/complete', { id: unfinished, body: { parts: sent } }),
      await here.ask('DELETE /files/{id}', { id }),
    ];
    for (const answer of asked) {
      expect([answer.statusCode, answer.headers?.['retry-after']]).toEqual([503, '2']);
      expect(bodyOf(answer).code).toBe('SERVICE_UNAVAILABLE');
    }
    expect(here.lines.join('\n')).toContain('NoSuchBucket');
    expect(here.lines.join('\n')).not.toContain('slides.pdf');
  });
});
