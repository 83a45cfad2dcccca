import type { Entry } from './feed.ts';

/** Characters that XML 1.0 (section 2.2) can't carry, not even as a reference. */
const NOT_IN_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

/** Escapes text for the content of an element. Written literally, these line ends would become LF in some parsers. */
const escapeText = (text: string): string =>
  text
    .replaceAll(NOT_IN_XML, '\ufffd')
    .replaceAll(/[&<>\r\u0085\u2028\u2029]/g, (character) => `&#${character.charCodeAt(0)};`);

interface Titled extends Entry {
  readonly title: string;
}

/** The JSON Feed has every character. */
const EXACT = '<link rel="related" type="application/feed+json" href="feed" title="The exact string"/>\n';

const formatEntry = ({ id, title, value, savedAt, savedBy, note }: Titled): string => `<entry>
<id>${id}</id>
<title>${escapeText(title)}</title>
<updated>${savedAt}</updated>
<author><name>${escapeText(savedBy)}</name></author>
<link href="./?at=${encodeURIComponent(savedAt)}"/>
${value.search(NOT_IN_XML) < 0 ? '' : EXACT}${note === null ? '' : `<summary>${escapeText(note)}</summary>\n`}<content>${escapeText(value)}</content>
</entry>
`;

/**
 * Formats an Atom feed (RFC 4287). Its addresses are relative, because the function does not know its own.
 *
 * @param id A URN.
 */
export const formatAtom = ({ id, title }: Pick<Titled, 'id' | 'title'>, entries: readonly Titled[]): string =>
  `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${id}</id>
<title>${escapeText(title)}</title>
<updated>${entries[0]?.savedAt ?? '1970-01-01T00:00:00Z'}</updated>
<link href="./"/>
<link rel="self" type="application/atom+xml" href="feed"/>
<link rel="alternate" type="application/feed+json" href="feed"/>
${entries.map(formatEntry).join('')}</feed>
`;

/** Formats a JSON Feed (https://www.jsonfeed.org/version/1.1/), with every character of the strings. */
export const formatJsonFeed = (title: string, entries: readonly Titled[]): string =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title,
    items: entries.map(({ id, title, value, savedAt, savedBy, note }) => ({
      id,
      title,
      content_text: value,
      ...(note !== null && { summary: note }),
      date_published: savedAt,
      authors: [{ name: savedBy }],
    })),
  });
