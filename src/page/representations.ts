import { entityTag } from '../http/etag.ts';
import type { Revision } from '../saved-string/revision.ts';
import type { Document } from './document.ts';
import { toHeading } from './heading.ts';

/** The first is the default, for a missing Accept header or one that accepts anything. */
export const CONTENT_TYPES = [
  'text/html; charset=utf-8',
  'text/plain; charset=utf-8',
  'application/json; charset=utf-8',
] as const;

type ContentType = (typeof CONTENT_TYPES)[number];

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
  /** Computes the tags. They change with the revision and with this build. */
  tagsOf(revision: Revision): Tags;
}

const ABOUT = 'One string that everybody sees';
const UNAVAILABLE = 'The saved string can’t be read right now';

export const createRepresentations = (document: Document): Representations => {
  const build = entityTag(document.render({ heading: '', description: '' }));
  return {
    byType: {
      'text/html; charset=utf-8': {
        headers: { 'content-security-policy': document.contentSecurityPolicy },
        render: ({ value }, tags) => {
          const etag = tags['application/json; charset=utf-8'];
          return document.render({ heading: toHeading(value), description: `${ABOUT}: ${value}`, etag });
        },
        renderUnavailable: () => document.render({ heading: UNAVAILABLE, description: ABOUT }),
      },
      'text/plain; charset=utf-8': { render: ({ value }) => value, renderUnavailable: () => UNAVAILABLE },
      'application/json; charset=utf-8': {
        render: (revision) => JSON.stringify(revision),
        renderUnavailable: () => JSON.stringify({ error: UNAVAILABLE }),
      },
    },
    tagsOf: (revision) => {
      const tag = entityTag(build + JSON.stringify(revision)).slice(0, -1);
      return {
        'text/html; charset=utf-8': `${tag}-html"`,
        'text/plain; charset=utf-8': `${tag}-text"`,
        'application/json; charset=utf-8': `${tag}-json"`,
      };
    },
  };
};
