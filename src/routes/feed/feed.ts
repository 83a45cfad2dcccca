import { hash } from 'node:crypto';
import { shorten, toHeading } from '../../domain/heading.ts';
import type { Revision } from '../../domain/revision.ts';
import type { OpenSavedString, SavedString } from '../../domain/saved-string.ts';
import { addressOf } from '../../http/address.ts';
import { revalidate } from '../../http/etag.ts';
import type { Route } from '../../http/handler.ts';
import { preferredType } from '../../http/negotiation.ts';
import { ATOM, type Format, JSON_FEED } from './formats.ts';

/** One change of the string, as a feed has it. */
export interface Entry extends Revision {
  /** A URN (RFC 9562). It is the same wherever the log is, even after an export and an import. */
  readonly id: string;
  /** One line, and never empty. */
  readonly title: string;
  readonly savedAt: string;
  readonly savedBy: string;
}

/** Makes a UUID of version 8 for an entry, or for a feed by its first entry, from what never changes. */
const idOf = (kind: 'entry' | 'feed', { version, value, savedAt, savedBy }: Revision): string => {
  const digest = hash('sha256', JSON.stringify([kind, version, value, savedAt, savedBy]));
  const variant = '89ab'.charAt(Number.parseInt(digest.charAt(16), 16) % 4);
  const groups = [digest.slice(0, 8), digest.slice(8, 12), `8${digest.slice(13, 16)}`];
  return `urn:uuid:${[...groups, variant + digest.slice(17, 20), digest.slice(20, 32)].join('-')}`;
};

const MAX_ENTRIES = 20;

/** Lambda takes 6 MB, and escapes the answer once more, which at most doubles it. */
const MAX_BYTES = 3_000_000;

/** In UTF-16 code units: enough for a title, even of emoji and many spaces. */
const MAX_TITLE_SOURCE = 1_000;

const titleOf = ({ version, value }: Revision): string =>
  shorten(value.slice(0, MAX_TITLE_SOURCE).replaceAll(/\s+/g, ' ').trim()) || `Version ${version}`;

/**
 * Picks the revisions that changed the string.
 *
 * @param revisions Newest first. The last one is only there to be compared with.
 */
const toEntries = (revisions: readonly Revision[]): Entry[] =>
  revisions.flatMap((revision, index) => {
    const { savedAt, savedBy } = revision;
    // The initial string came with a deployment: nobody saved it, and nobody knows when.
    if (savedAt === null || savedBy === null || revision.value === revisions[index + 1]?.value) return [];
    return [{ ...revision, savedAt, savedBy, id: idOf('entry', revision), title: titleOf(revision) }];
  });

/** Formats the entries, newest first, as far as an answer can hold them. */
const formatEntries = (entries: readonly Entry[], { formatEntry }: Format) => {
  let bytesLeft = MAX_BYTES;
  const all = entries.map((entry) => formatEntry(entry));
  return all.filter((format) => {
    bytesLeft -= Buffer.byteLength(format(''));
    return bytesLeft > 0;
  });
};

interface Dependencies {
  readonly openSavedString: OpenSavedString;
  /** The page's heading, with `{}` for the string. */
  readonly heading: string;
  /** The stage's own domain; undefined if it has none. */
  readonly domain: string | undefined;
}

/** Answers GET with the last changes of the string: an Atom feed, or a JSON Feed for a client that prefers one. */
export const createFeed = ({ openSavedString, heading, domain }: Dependencies): Route => {
  const title = toHeading('…', heading);

  const read = async (savedString: SavedString, newest: Revision) => {
    const { revisions } = await savedString.history({ first: MAX_ENTRIES + 1, before: undefined });
    // The first saved string names the log: it stays what it is when the log moves.
    const oldest = revisions.find(({ version }) => version === 1) ?? (await savedString.revision(1));
    const entries = toEntries(revisions).slice(0, MAX_ENTRIES);
    return {
      version: newest.version,
      id: idOf('feed', oldest ?? newest),
      updatedAt: entries[0]?.savedAt ?? '1970-01-01T00:00:00Z',
      entriesOf: new Map([ATOM, JSON_FEED].map((format) => [format, formatEntries(entries, format)])),
    };
  };

  // Readers ask often, and the string changes rarely: the newest revision says whether the rest is as it was.
  let kept: Awaited<ReturnType<typeof read>> | undefined;

  return {
    handle: async (request, { signal }) => {
      // A reader that names neither type, such as one that knows RSS only, gets Atom, too.
      const types = [ATOM.type, JSON_FEED.type, 'application/json; charset=utf-8'];
      const format = preferredType(request.headers.accept, types)?.includes('json') ? JSON_FEED : ATOM;
      const savedString = openSavedString(signal);
      const newest = await savedString.latest();
      const feed = kept?.version === newest.version ? kept : await read(savedString, newest);
      kept = feed;
      const { id, updatedAt, entriesOf } = feed;
      const address = addressOf(request, domain);
      const entries = entriesOf.get(format)?.map((formatAt) => formatAt(address)) ?? [];
      return revalidate(request, {
        statusCode: 200,
        headers: { 'content-type': format.type, 'cache-control': 'no-cache', vary: 'Accept' },
        body: format.format({ id, title, address }, updatedAt, entries),
      });
    },
  };
};
