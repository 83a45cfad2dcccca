import type { Entry } from './feed.ts';

/** A feed’s description of itself. */
interface Feed {
  /** A URN. */
  readonly id: string;
  readonly title: string;
  /** The stage's own, with a slash at its end. Several readers don't resolve relative addresses. */
  readonly address: string;
}

/** Makes the part of a feed about one entry, for any address: its text is escaped only once. */
type FormatEntry = (entry: Entry) => (address: string) => string;

/** A format of feeds. */
export interface Format {
  readonly type: string;
  readonly formatEntry: FormatEntry;
  format(feed: Feed, updatedAt: string, entries: readonly string[]): string;
}

/** Characters that XML 1.0 (section 2.2) can't carry, not even as a reference. */
const NOT_IN_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

/** Escapes text for the content of an element. Written literally, these line ends would become LF in some parsers. */
const escapeText = (text: string): string =>
  text
    .replaceAll(NOT_IN_XML, '\ufffd')
    .replaceAll(/[&<>\r\u0085\u2028\u2029]/g, (character) => `&#${character.charCodeAt(0)};`);

const toQuery = (savedAt: string): string => `?at=${encodeURIComponent(savedAt)}`;

/** An Atom feed (RFC 4287). */
export const ATOM: Format = {
  type: 'application/atom+xml; charset=utf-8',

  formatEntry: ({ id, title, value, savedAt, savedBy, note }) => {
    const head = `<id>${id}</id>
<title>${escapeText(title)}</title>
<updated>${savedAt}</updated>
<author><name>${escapeText(savedBy)}</name></author>`;
    const summary = note === null ? '' : `<summary>${escapeText(note)}</summary>\n`;
    const tail = `${summary}<content>${escapeText(value)}</content>`;
    const isExact = value.search(NOT_IN_XML) < 0;
    return (address) => `<entry>
${head}
<link rel="alternate" type="text/html" href="${address}${toQuery(savedAt)}"/>
${isExact ? '' : `<link rel="related" type="application/feed+json" href="${address}feed" title="The exact string"/>\n`}${tail}
</entry>
`;
  },

  format: ({ id, title, address }, updatedAt, entries) => `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${id}</id>
<title>${escapeText(title)}</title>
<updated>${updatedAt}</updated>
<link rel="alternate" type="text/html" href="${address}"/>
<link rel="self" type="application/atom+xml" href="${address}feed"/>
<link rel="alternate" type="application/feed+json" href="${address}feed"/>
${entries.join('')}</feed>
`,
};

/** A JSON Feed (https://www.jsonfeed.org/version/1.1/), with every character of the strings. */
export const JSON_FEED: Format = {
  type: 'application/feed+json; charset=utf-8',

  formatEntry: ({ id, title, value, savedAt, savedBy, note }) => {
    const rest = JSON.stringify({
      title,
      content_text: value,
      ...(note !== null && { summary: note }),
      date_published: savedAt,
      authors: [{ name: savedBy }],
    }).slice(1);
    return (address) => `{"id":"${id}","url":"${address}${toQuery(savedAt)}",${rest}`;
  },

  format: ({ title, address }, _updatedAt, entries) => {
    const head = JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title,
      home_page_url: address,
      feed_url: `${address}feed`,
    }).slice(0, -1);
    return `${head},"items":[${entries.join(',')}]}`;
  },
};
