import { hash } from 'node:crypto';
import { shorten, toHeading } from '../../domain/heading.ts';
import type { Revision } from '../../domain/revision.ts';
import type { OpenSavedString } from '../../domain/saved-string.ts';
import { revalidate } from '../../http/etag.ts';
import type { Route } from '../../http/handler.ts';
import { preferredType } from '../../http/negotiation.ts';
import { formatAtom, formatJsonFeed } from './formats.ts';

/** One change of the string, as a feed has it. */
export interface Entry extends Revision {
  /** A URN (RFC 9562). It is the same wherever the log is, even after an export and an import. */
  readonly id: string;
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
    return [{ ...revision, savedAt, savedBy, id: idOf('entry', revision) }];
  });

const ATOM = 'application/atom+xml; charset=utf-8';
const JSON_FEED = 'application/feed+json; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

const MAX_ENTRIES = 20;

/** In UTF-16 code units: enough for a title, even of emoji and many spaces. */
const MAX_TITLE_SOURCE = 1_000;

/** A feed reader shows a title on one line, and needs one. */
const toTitle = ({ version, value }: Entry): string =>
  shorten(value.slice(0, MAX_TITLE_SOURCE).replaceAll(/\s+/g, ' ').trim()) || `Version ${version}`;

interface Dependencies {
  readonly openSavedString: OpenSavedString;
  /** The page's heading, with `{}` for the string. */
  readonly heading: string;
}

/** Answers GET with the last changes of the string: an Atom feed, or a JSON Feed for a client that prefers one. */
export const createFeed = ({ openSavedString, heading }: Dependencies): Route => ({
  handle: async (request, { signal }) => {
    const savedString = openSavedString(signal);
    const { revisions } = await savedString.history({ first: MAX_ENTRIES + 1, before: undefined });
    // The first saved string names the log: it stays what it is when the log moves.
    const oldest = revisions.find(({ version }) => version === 1) ?? (await savedString.revision(1));
    const id = idOf('feed', oldest ?? (await savedString.latest()));
    const title = toHeading('…', heading);
    const entries = toEntries(revisions)
      .slice(0, MAX_ENTRIES)
      .map((entry) => ({ ...entry, title: toTitle(entry) }));
    // A reader that names neither type, such as one that knows RSS only, gets Atom, too.
    const isJson = preferredType(request.headers.accept, [ATOM, JSON_FEED, JSON_TYPE])?.includes('json');
    return revalidate(request, {
      statusCode: 200,
      headers: { 'content-type': isJson ? JSON_FEED : ATOM, 'cache-control': 'no-cache', vary: 'Accept' },
      body: isJson ? formatJsonFeed(title, entries) : formatAtom({ id, title }, entries),
    });
  },
});
