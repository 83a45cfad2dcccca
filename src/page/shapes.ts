import { entityTag } from '../http/etag.ts';
import { initialRevision, type Revision } from '../saved-string/revision.ts';
import { CONTENT_SECURITY_POLICY, renderDocument } from './document.ts';
import { toHeading } from './wording.ts';

/** The first one is for whoever does not care. */
export const CONTENT_TYPES = [
  'text/html; charset=utf-8',
  'text/plain; charset=utf-8',
  'application/json; charset=utf-8',
] as const;

type ContentType = (typeof CONTENT_TYPES)[number];

/** One way to give the string to whoever asks. */
interface Shape {
  readonly headers?: Readonly<Record<string, string>>;
  show(revision: Revision): string;
  /** What is said instead when the string can't be read. */
  apologize(): string;
}

const ABOUT = 'One string that everybody sees';
const APOLOGY = 'The saved string can’t be read right now';

const showDocument = (revision: Revision, etag: string): string =>
  renderDocument({ heading: toHeading(revision.value), description: `${ABOUT}: ${revision.value}`, etag });

/** What `GET /` is, by content type. */
export const SHAPES: Readonly<Record<ContentType, Shape>> = {
  'text/html; charset=utf-8': {
    headers: { 'content-security-policy': CONTENT_SECURITY_POLICY },
    show: (revision) => showDocument(revision, tagOf('application/json; charset=utf-8', revision)),
    apologize: () => renderDocument({ heading: APOLOGY, description: ABOUT }),
  },
  'text/plain; charset=utf-8': { show: ({ value }) => value, apologize: () => APOLOGY },
  'application/json; charset=utf-8': {
    show: (revision) => JSON.stringify(revision),
    apologize: () => JSON.stringify({ error: APOLOGY }),
  },
};

/** Stands for all of the document that is not of the revision. */
const BUILD = entityTag(showDocument(initialRevision(''), ''));

/** The tag of a revision in one shape: it changes with the revision and with this build, and need not see the whole document. */
export const tagOf = (type: ContentType, revision: Revision): string =>
  entityTag(`${BUILD} ${type} ${JSON.stringify(revision)}`);
