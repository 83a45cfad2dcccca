import { toHeading, toUnavailable } from '../../domain/heading.ts';
import { initialRevision, type Revision } from '../../domain/revision.ts';
import { entityTag } from '../../http/etag.ts';
import type { Document } from './document.ts';

/** The first is the default, for a missing Accept header or one that accepts anything. */
export const CONTENT_TYPES = [
  'text/html; charset=utf-8',
  'text/plain; charset=utf-8',
  'application/json; charset=utf-8',
] as const;

export type ContentType = (typeof CONTENT_TYPES)[number];

/** The entity tags of one revision, by content type. */
type Tags = Readonly<Record<ContentType, string>>;

/** The saved string as one content type (RFC 9110, section 3.2). */
interface Representation {
  readonly headers?: Readonly<Record<string, string>>;
  render(revision: Revision, tags: Tags): string;
  /** Renders the body of a 503, when the string can't be read. */
  renderUnavailable(): string;
}

export interface Representations {
  readonly byType: Readonly<Record<ContentType, Representation>>;
  /** Gives the tags of a revision, by content type. They change with the revision and with this build. */
  tagsOf(revision: Revision): Tags;
}

/** Equal for equal revisions, in whatever order their fields were written. */
const FIELDS = Object.keys(initialRevision(''));
const toJson = (revision: Revision): string => JSON.stringify(revision, FIELDS);

export const createRepresentations = (document: Document): Representations => {
  const build = entityTag(document.render({ heading: '' }));
  const unavailable = toUnavailable(document.pattern);
  const byType: Readonly<Record<ContentType, Representation>> = {
    'text/html; charset=utf-8': {
      headers: { 'content-security-policy': document.contentSecurityPolicy },
      render: ({ value, version }, tags) => {
        const etag = tags['application/json; charset=utf-8'];
        return document.render({ heading: toHeading(value, document.pattern), shown: { value, etag, version } });
      },
      renderUnavailable: () => document.render({ heading: unavailable }),
    },
    'text/plain; charset=utf-8': { render: ({ value }) => value, renderUnavailable: () => unavailable },
    'application/json; charset=utf-8': {
      headers: { 'retry-after': String(document.pollSeconds) },
      render: toJson,
      renderUnavailable: () => JSON.stringify({ error: unavailable }),
    },
  };

  const toTags = (json: string): Tags => {
    const tag = entityTag(build + json).slice(0, -1);
    return {
      'text/html; charset=utf-8': `${tag}-html"`,
      'text/plain; charset=utf-8': `${tag}-text"`,
      'application/json; charset=utf-8': `${tag}-json"`,
    };
  };

  // Almost every request is for the same revision as the last one, read again or kept.
  let last: { readonly revision: Revision; readonly json: string; readonly tags: Tags } | undefined;
  return {
    byType,
    tagsOf: (revision) => {
      if (last?.revision === revision) return last.tags;
      const json = toJson(revision);
      last = { revision, json, tags: last?.json === json ? last.tags : toTags(json) };
      return last.tags;
    },
  };
};
