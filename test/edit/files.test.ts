import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { createEvent } from '../support/service/event.ts';
import { loadService } from '../support/service/service.ts';

const directory = fileURLToPath(new URL('../../build/edit', import.meta.url));
const place = { endpoint: 'http://127.0.0.1:1', tableName: 'no-such-table' };
const edit = await loadService(place);

const readPage = () => edit.invoke(createEvent('GET /edit'));

test('the page is a document for no search engine, which browsers revalidate each time', async () => {
  const { statusCode, headers, body = '' } = await readPage();
  expect(statusCode).toBe(200);
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'x-robots-tag': 'noindex',
  });
  expect(body).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(body).toContain('<meta name="robots" content="noindex">');
  expect(body).toMatch(/<noscript>.*turn it on/);
});

test('the page loads nothing from another host, runs files only, and makes no HTML of a string', async () => {
  const { headers, body = '' } = await readPage();
  expect([...body.matchAll(/ (?:src|href)="(?!edit\/|data:|\.\/")/g)]).toEqual([]);
  expect([...body.matchAll(/<script(?![^>]* src=)|<style| style=| on\w+=/g)]).toEqual([]);
  expect(headers?.['content-security-policy']).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; " +
      "require-trusted-types-for 'script'; trusted-types 'none'; " +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
});

test('its files exist, are immutable, and take at most 3 KiB for the style and 16 for the script, compressed', async () => {
  const { body = '' } = await readPage();
  const names = [...body.matchAll(/"edit\/([^"]+)"/g)].map(([, name]) => String(name));
  expect(names).toEqual([expect.stringMatching(/^main-\w+\.css$/), expect.stringMatching(/^main-\w+\.js$/)]);
  for (const file of names) {
    const event = createEvent('GET /edit/{file}', { pathParameters: { file }, headers: { 'accept-encoding': 'br' } });
    expect(await edit.invoke(event)).toMatchObject({
      statusCode: 200,
      headers: { 'cache-control': 'public, max-age=31536000, immutable', 'content-encoding': 'br' },
    });
  }
  const others = (await readdir(directory)).filter((name) => !names.includes(name.replace(/\.(br|gz)$/, '')));
  const expected = ['manifest.json', 'share.js.br', 'share.js.gz'];
  expect(others.map((name) => name.replace(/-\w+/, '')).toSorted()).toEqual(expected);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(directory, `${name}.gz`))).size));
  expect(sizes.map((size, index) => size <= (index === 0 ? 3 : 16) * 1_024)).toEqual([true, true]);
});

test('only where editors share files, it has a part for them, and may talk to their bucket', async () => {
  const bucket = 'https://files.s3.eu-west-1.amazonaws.com';
  const sharing = await loadService({ ...place, filesOrigin: bucket });
  const { headers, body = '' } = await sharing.invoke(createEvent('GET /edit'));
  expect(headers?.['content-security-policy']).toContain(`; connect-src 'self' ${bucket}; `);
  expect(body).toMatch(/<script type="module" src="edit\/share-\w+\.js">/);
  expect((await readPage()).body).not.toMatch(/share/i);
  // All that differs is in between.
  const plain = body.replace(/\n<script type="module" src="edit\/share-.*<p id="share-status"[^\n]*\n<\/section>/s, '');
  expect(plain).toBe((await readPage()).body);
});
