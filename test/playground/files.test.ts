import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { HttpResponse } from '../../src/http/handler.ts';
import { createEvent } from '../support/service/event.ts';
import { loadService } from '../support/service/service.ts';

const directory = fileURLToPath(new URL('../../build/playground', import.meta.url));
const service = await loadService({ endpoint: 'http://127.0.0.1:1', tableName: 'no-such-table' });
const playground = {
  page: () => service.invoke(createEvent('GET /graphql', { headers: { accept: 'text/html' } })),
  file: (file: string, headers: Record<string, string> = {}) =>
    service.invoke(createEvent('GET /playground/{file}', { headers, pathParameters: { file } })),
};

const bytes = ({ body }: HttpResponse) => Buffer.from(body ?? '', 'base64');

/** The header that every browser sends over HTTPS. */
const browser = { 'accept-encoding': 'gzip, deflate, br, zstd' };

const filesOfPage = async () => {
  const { body = '' } = await playground.page();
  return [...body.matchAll(/"playground\/([^"]+)"/g)].map(([, name]) => String(name));
};

describe('the page', () => {
  test('is a complete HTML document that browsers revalidate each time', async () => {
    const { statusCode, headers, body } = await playground.page();
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
    expect(body).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(body).toContain('<title>Saved String playground</title>');
  });

  test('explains itself before scripts have run, and if none run', async () => {
    const { body = '' } = await playground.page();
    expect(body).toMatch(/<main[^>]*>\s*<div class="loading">\s*<h1>Saved String playground<\/h1>/);
    expect(body).toContain('<noscript>The playground needs JavaScript.');
  });

  test('loads nothing from another host, and scripts from files only', async () => {
    const { headers, body = '' } = await playground.page();
    expect([...body.matchAll(/ (?:src|href)="(?!playground\/|data:)/g)]).toEqual([]);
    expect([...body.matchAll(/<script(?![^>]* src=)/g)]).toEqual([]);
    const policy = String(headers?.['content-security-policy']).split('; ');
    expect(policy).toEqual(expect.arrayContaining(["default-src 'none'", "script-src 'self'", "connect-src 'self'"]));
    expect(policy).toEqual(expect.arrayContaining(["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"]));
  });

  test('refers to a script, a style sheet and three workers, and all files exist', async () => {
    const names = await filesOfPage();
    expect(names).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^main-\w+\.js$/),
        expect.stringMatching(/^main-\w+\.css$/),
        expect.stringMatching(/^editor\.worker-\w+\.js$/),
        expect.stringMatching(/^graphql\.worker-\w+\.js$/),
        expect.stringMatching(/^json\.worker-\w+\.js$/),
      ]),
    );
    const answers = await Promise.all(names.map((name) => playground.file(name, browser)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(names.map(() => 200));
  });
});

describe('a file', () => {
  test('may be cached for ever', async () => {
    const [name = ''] = await filesOfPage();
    const { headers } = await playground.file(name, browser);
    expect(headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding, Origin',
    });
  });

  test('is served as stored, compressed with brotli', async () => {
    for (const name of await filesOfPage()) {
      const answer = await playground.file(name, browser);
      expect(answer.headers).toMatchObject({ 'content-encoding': 'br' });
      expect(bytes(answer).equals(await readFile(join(directory, `${name}.br`)))).toBe(true);
      expect(brotliDecompressSync(bytes(answer)).byteLength).toBeGreaterThan(0);
    }
  });

  // Browsers take brotli over HTTPS and on localhost only.
  test.each([
    ['br', 'br'],
    ['BR;q=0.5, gzip', 'br'],
    ['*', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0, *', 'gzip'],
    ['gzip;q=0.1', 'gzip'],
  ])('is sent for Accept-Encoding "%s" in %s', async (acceptEncoding, coding) => {
    const [name = ''] = await filesOfPage();
    const answer = await playground.file(name, { 'accept-encoding': acceptEncoding });
    expect(answer).toMatchObject({ statusCode: 200, headers: { 'content-encoding': coding } });
    const stored = brotliDecompressSync(await readFile(join(directory, `${name}.br`)));
    const decompress = coding === 'br' ? brotliDecompressSync : gunzipSync;
    expect(decompress(bytes(answer)).equals(stored)).toBe(true);
  });

  test.each(['br;q=0', 'gzip;q=0', 'deflate', 'identity', '', undefined])(
    'is refused for Accept-Encoding "%s", and not decompressed',
    async (acceptEncoding) => {
      for (const name of await filesOfPage()) {
        const headers: Record<string, string> =
          acceptEncoding === undefined ? {} : { 'accept-encoding': acceptEncoding };
        const answer = await playground.file(name, headers);
        expect(answer).toMatchObject({
          statusCode: 406,
          headers: {
            'content-type': expect.stringContaining('json'),
            'cache-control': 'no-store',
            vary: 'Accept-Encoding',
          },
        });
        expect(JSON.parse(answer.body ?? '').error).toContain('brotli');
        expect(answer.body?.length).toBeLessThan(300);
      }
    },
  );

  test.each([
    'no-such-file.js',
    'manifest.json',
    '../manifest.json',
    '..%2fmanifest.json',
    '../../package.json',
    '/etc/passwd',
    '__proto__',
    'constructor',
    '',
  ])('named %s does not exist', async (name) => {
    const answer = await playground.file(name);
    expect(answer).toMatchObject({
      statusCode: 404,
      headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
      body: '{"error":"There is no such file.","code":"NOT_FOUND"}',
    });
  });
});

test('the build leaves only the files it lists, and no source maps', async () => {
  const present = (await readdir(directory)).filter((name) => name !== 'manifest.json');
  expect(present.filter((name) => name.includes('.map'))).toEqual([]);
  const answers = await Promise.all(present.map((name) => playground.file(name.replace(/\.(br|gz)$/, ''), browser)));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(present.map(() => 200));
});
