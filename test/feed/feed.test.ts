import { describe, expect, test } from '@jest/globals';
import { DOMParser, type Element } from '@xmldom/xmldom';
import type { HttpRequest } from '../../src/http/handler.ts';
import { harness } from '../support/harness.ts';
import { createEvent } from '../support/service/event.ts';
import { createRevision, toEntry } from '../support/service/log-lines.ts';
import type { Service } from '../support/service/service.ts';
import { ODD_STRINGS } from '../support/strings/odd-strings.ts';

const here = harness(['proxy', 'service']);
const { signal } = new AbortController();

const ATOM = 'http://www.w3.org/2005/Atom';
const JSON_FEED = 'application/feed+json';

/** Of the gateway in the events of these tests. */
const ADDRESS = 'https://example.execute-api.eu-west-1.amazonaws.com/';

const get = (headers: Record<string, string> = {}, { invoke }: Pick<Service, 'invoke'> = here.service) =>
  invoke(createEvent('GET /feed', { headers }));

/** Parses a document strictly: anything that is not well-formed XML throws. */
const parse = (body: string): Element => {
  const onError = (level: string, message: string) => {
    // A replaced character is only worth a warning.
    if (level !== 'warning') throw new Error(message);
  };
  const { documentElement } = new DOMParser({ onError }).parseFromString(body, 'application/xml');
  if (!documentElement) throw new Error('The feed is empty');
  return documentElement;
};

const childrenOf = (parent: Element, name: string): Element[] =>
  [...parent.childNodes].filter((node): node is Element => node.nodeName === name);

const textOf = (parent: Element, name: string): string | null => childrenOf(parent, name)[0]?.textContent ?? null;

const readAtom = async () => {
  const feed = parse((await get()).body ?? '');
  return { feed, entries: childrenOf(feed, 'entry') };
};

interface Item {
  readonly id: string;
  readonly title: string;
  readonly content_text: string;
  readonly url: string;
  readonly date_published: string;
}

const readJson = async (service: Pick<Service, 'invoke'> = here.service): Promise<{ items: Item[] }> =>
  JSON.parse((await get({ accept: JSON_FEED }, service)).body ?? '');

/** Lays a log with one revision per value, one a minute. */
const lay = async (values: readonly string[], tableName = here.tableName) => {
  const log = here.store.createRevisions(tableName);
  for (const [index, value] of values.entries()) {
    const savedAt = new Date(Date.parse('2026-01-31T09:30:00Z') + index * 60_000).toISOString();
    await log.append(toEntry(createRevision(index + 1, { value, savedAt })), signal);
  }
};

/** The rules for a feed in RFC 4287 and in the checks of the W3C's feed validator that apply to this one. */
const checkAtom = ({ feed, entries }: Awaited<ReturnType<typeof readAtom>>) => {
  expect([feed.nodeName, feed.namespaceURI]).toEqual(['feed', ATOM]);
  const ids = [feed, ...entries].map((element) => textOf(element, 'id'));
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) {
    expect(id).toMatch(/^urn:uuid:[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  }
  const updated = entries.map((entry) => textOf(entry, 'updated') ?? '');
  expect(updated).toEqual(updated.toSorted().reverse());
  if (updated.length > 0) expect(textOf(feed, 'updated')).toBe(updated[0]);
  for (const element of [feed, ...entries]) {
    for (const name of ['id', 'title', 'updated']) expect(childrenOf(element, name)).toHaveLength(1);
    expect(textOf(element, 'title')?.trim()).not.toBe('');
    expect(textOf(element, 'updated')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
    const links = childrenOf(element, 'link').map((link) => ['rel', 'type'].map((name) => link.getAttribute(name)));
    expect(new Set(links.map(String)).size).toBe(links.length);
  }
  for (const entry of entries) {
    expect(childrenOf(entry, 'author').map((author) => textOf(author, 'name'))).toEqual([expect.stringMatching(/./)]);
    expect(childrenOf(entry, 'content')).toHaveLength(1);
  }
};

describe('GET /feed', () => {
  test('is a valid Atom feed of the last changes, newest first', async () => {
    await here.service.save('first');
    await here.service.graphql('mutation { setSavedString(value: "second", note: "Power <cut>") { version } }');
    const answer = await get();
    expect(answer).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': 'application/atom+xml; charset=utf-8', 'cache-control': 'no-cache', vary: 'Accept' },
    });
    const { feed, entries } = await readAtom();
    checkAtom({ feed, entries });
    const fields = entries.map((entry) => ['title', 'content', 'summary'].map((name) => textOf(entry, name)));
    expect(fields).toEqual([
      ['second', 'second', 'Power <cut>'],
      ['first', 'first', null],
    ]);
    expect(childrenOf(feed, 'link').map((link) => [link.getAttribute('rel'), link.getAttribute('href')])).toEqual([
      // Readers take the first that says so: https://github.com/lwindolf/liferea/issues/1457
      ['alternate', ADDRESS],
      ['self', `${ADDRESS}feed`],
      ['alternate', `${ADDRESS}feed`],
    ]);
    for (const entry of entries) {
      const [link] = childrenOf(entry, 'link');
      expect([link?.getAttribute('rel'), link?.getAttribute('type')]).toEqual(['alternate', 'text/html']);
      expect(link?.getAttribute('href')).toBe(`${ADDRESS}?at=${encodeURIComponent(String(textOf(entry, 'updated')))}`);
    }
    expect(await readJson()).toMatchObject({ home_page_url: ADDRESS, feed_url: `${ADDRESS}feed` });
    for (const { url, date_published } of (await readJson()).items) {
      expect(url).toBe(`${ADDRESS}?at=${encodeURIComponent(date_published)}`);
    }
  });

  test('is a valid feed without entries before the first save', async () => {
    const { feed, entries } = await readAtom();
    checkAtom({ feed, entries });
    expect(entries).toEqual([]);
    expect((await readJson()).items).toEqual([]);
  });

  test('has the last 20 changes, without strings that were saved again', async () => {
    await lay([...Array.from({ length: 25 }, (_, index) => `value ${index + 1}`), 'value 25']);
    const { items } = await readJson();
    expect(items.map(({ content_text }) => content_text)).toEqual(
      Array.from({ length: 20 }, (_, index) => `value ${25 - index}`).slice(0, items.length),
    );
    expect(items).toHaveLength(20);
    checkAtom(await readAtom());
  });

  test.each([
    [undefined, 'atom'],
    ['*/*', 'atom'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'atom'],
    ['application/rss+xml, text/xml', 'atom'],
    ['application/atom+xml, application/feed+json;q=0.5', 'atom'],
    ['application/feed+json, application/atom+xml;q=0.9', 'feed+json'],
    ['application/json', 'feed+json'],
  ])('for Accept "%s" is %s', async (accept, expected) => {
    const { headers } = await get(accept === undefined ? {} : { accept });
    expect(headers?.['content-type']).toContain(expected);
  });

  test('answers 304 until something changes, for each type', async () => {
    await here.service.save('first');
    const types = [{ accept: 'application/atom+xml' }, { accept: JSON_FEED }];
    const tags = await Promise.all(types.map(async (headers) => String((await get(headers)).headers?.etag)));
    expect(new Set(tags).size).toBe(2);
    const again = () => Promise.all(types.map((type, at) => get({ ...type, 'if-none-match': String(tags[at]) })));
    for (const answer of await again()) expect(answer).toMatchObject({ statusCode: 304, headers: { vary: 'Accept' } });
    await here.service.save('second');
    expect((await again()).map(({ statusCode }) => statusCode)).toEqual([200, 200]);
  });

  // A host hands on what the client calls it, and a trusted proxy says the rest.
  test.each([
    ['127.0.0.1:3000', { 'x-forwarded-proto': 'http' }, 'http://127.0.0.1:3000/'],
    ['[::1]:3000', { 'x-forwarded-proto': 'http' }, 'http://[::1]:3000/'],
    ['example.com', { 'x-forwarded-proto': 'https', 'x-forwarded-prefix': '/status' }, 'https://example.com/status/'],
    ['example.com', { 'x-forwarded-proto': 'HTTP', 'x-forwarded-prefix': '/a%20b/c/' }, 'http://example.com/a%20b/c/'],
    ['example.com', { 'x-forwarded-prefix': '//evil.example' }, 'https://example.com/'],
    ['example.com', { 'x-forwarded-prefix': '/' }, 'https://example.com/'],
    ['"><script>', {}, 'https://localhost/'],
  ])('links to %s, reached with %j, as %s', async (domainName, headers, address) => {
    await here.service.save('first');
    const event = createEvent('GET /feed', { headers: { ...headers, accept: JSON_FEED } }) as HttpRequest;
    const sent = { ...event, requestContext: { ...event.requestContext, domainName } };
    expect(JSON.parse((await here.service.invoke(sent)).body ?? '')).toMatchObject({ home_page_url: address });
  });

  test('asks only for the newest revision until that changes, and never for too much', async () => {
    await lay(Array.from({ length: 21 }, (_, index) => String(index).padEnd(32_768, '&')));
    const { body = '' } = await get();
    expect(body.length).toBeLessThanOrEqual(3_010_000);
    expect(body.match(/<entry>/g)?.length).toBeGreaterThan(15);
    const before = here.proxy.operations.length;
    expect((await get()).body).toBe(body);
    expect(here.proxy.operations.slice(before)).toEqual(['Query']);
  });
});

describe('a string in the feed', () => {
  const values = Object.values(ODD_STRINGS).flat();
  // Characters that an XML parser must refuse.
  const inXml = (value: string) => value.replaceAll(/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');

  test('is exactly what was saved, apart from what XML can’t carry', async () => {
    for (let start = 0; start < values.length; start += 19) {
      const batch = values.slice(start, start + 19);
      const tableName = await here.store.createTable();
      await lay(batch, tableName);
      const service = await here.load({ tableName });
      const { items } = await readJson(service);
      const changes = batch.filter((value, index) => value !== batch[index - 1]).reverse();
      expect(items.map(({ content_text }) => content_text)).toEqual(changes);

      const feed = parse((await get({}, service)).body ?? '');
      const entries = childrenOf(feed, 'entry');
      checkAtom({ feed, entries });
      expect(entries.map((entry) => textOf(entry, 'content'))).toEqual(changes.map(inXml));
      // Where a character was replaced, a link leads to the exact string.
      const links = entries.map((entry) =>
        childrenOf(entry, 'link').some((link) => link.getAttribute('rel') === 'related'),
      );
      expect(links).toEqual(changes.map((value) => value !== inXml(value)));
    }
  });

  test('keeps its id when the log moves', async () => {
    await lay(['first', 'second', 'third']);
    const before = await readJson();
    const feedId = textOf((await readAtom()).feed, 'id');
    const tableName = await here.store.createTable();
    const from = here.store.createRevisions(here.tableName);
    const to = here.store.createRevisions(tableName);
    for (const version of [1, 2, 3]) {
      const entry = await from.find(version, signal);
      if (entry) await to.append(entry, signal);
    }
    const moved = await here.load({ tableName });
    expect((await readJson(moved)).items).toEqual(before.items);
    expect(textOf(parse((await get({}, moved)).body ?? ''), 'id')).toBe(feedId);
  });

  test('keeps the feed’s id when the first one is no longer in it', async () => {
    await lay(['first']);
    const id = textOf((await readAtom()).feed, 'id');
    for (let index = 0; index < 25; index++) await here.service.save(String(index));
    expect(textOf((await readAtom()).feed, 'id')).toBe(id);
  });
});

test('the page names its feed', async () => {
  const { body } = await here.service.invoke(createEvent('GET /'));
  expect(body).toContain('<link rel="alternate" type="application/atom+xml" href="feed" title="Changes">');
});
