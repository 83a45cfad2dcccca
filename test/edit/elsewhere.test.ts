import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser, watch } from '../support/browser/browser.ts';
import { harness } from '../support/harness.ts';
import { TEST_TOKEN } from '../support/service/editor.ts';

const here = harness(['gateway'], { lasts: 'file' });
let browser: Browser;
/** The stage at a path of another server, without encryption, on a host that is not this machine to a browser. */
let site: { readonly url: string };

beforeAll(async () => {
  const { port } = await here.site(async (request, response) => {
    if (!request.url?.startsWith('/status/')) return response.writeHead(404).end();
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
    const body = request.method === 'POST' ? await buffer(request) : null;
    const url = here.gateway.url + request.url.slice('/status'.length);
    const answer = await fetch(url, {
      method: request.method ?? 'GET',
      headers: headers as Record<string, string>,
      body,
    });
    const { 'content-encoding': _coding, 'content-length': _decoded, ...passed } = Object.fromEntries(answer.headers);
    response.writeHead(answer.status, passed);
    return answer.body ? Readable.fromWeb(answer.body as never).pipe(response) : response.end();
  });
  site = { url: `http://string.example:${port}/status` };
  browser = await launchBrowser('--host-resolver-rules=MAP string.example 127.0.0.1');
  here.atEnd(() => browser.close());
});

/** Browsers ignore a header that needs encryption, and say so. */
const isIgnored = (incident: string) => incident.includes('Cross-Origin-Opener-Policy');

test('the editors’ page works below a path and without encryption, which it tells', async () => {
  const page = await browser.newPage();
  const incidents = watch(page, new URL(site.url).origin);
  await page.goto(`${site.url}/edit`);
  await page.getByText('This connection is not encrypted').waitFor();
  await page.getByLabel('Your token').fill(TEST_TOKEN);
  await page.keyboard.press('Enter');
  await page.getByText('You are Ada').waitFor();
  await page.getByLabel('What visitors will read').fill('from below');
  await page.keyboard.press('ControlOrMeta+Enter');
  await page.getByText('Saved. Every visitor reads it from now on.').waitFor();
  await page.getByRole('link', { name: 'What visitors see' }).click();
  await page.getByRole('heading', { name: 'The saved string is from below' }).waitFor();
  expect(page.url()).toBe(`${site.url}/`);
  expect(incidents.filter((incident) => !isIgnored(incident))).toEqual([]);
});

test('so does the playground', async () => {
  const page = await browser.newPage();
  const incidents = watch(page, new URL(site.url).origin);
  await page.goto(`${site.url}/graphql`);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('status').getByText('This connection is not encrypted').waitFor();
  await page.getByRole('button', { name: 'Read', exact: true }).click();
  await page.getByRole('button', { name: /^Execute query/ }).click();
  await page.getByRole('region', { name: 'Result Window' }).getByText('"from below"').waitFor();
  expect(incidents.filter((incident) => !isIgnored(incident))).toEqual([]);
});
