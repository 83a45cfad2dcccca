import { entityTag } from '../http/etag.ts';
import type { Revision } from '../saved-string/revision.ts';
import { CONTENT_SECURITY_POLICY, renderDocument } from './document.ts';
import { toHeading } from './wording.ts';

/** The first one is for whoever does not care. */
export const CONTENT_TYPES = [
  'text/html; charset=utf-8',
  'text/plain; charset=utf-8',
  'application/json; charset=utf-8',
] as const;

/** One way to give the string to whoever asks. */
interface Shape {
  readonly headers?: Readonly<Record<string, string>>;
  show(revision: Revision): string;
  /** What is said instead when the string can't be read. */
  apologize(): string;
}

const ABOUT = 'One string that everybody sees';
const APOLOGY = 'The saved string can’t be read right now';

/** What `GET /` is, by content type. */
export const SHAPES: Readonly<Record<(typeof CONTENT_TYPES)[number], Shape>> = {
  'text/html; charset=utf-8': {
    headers: { 'content-security-policy': CONTENT_SECURITY_POLICY },
    show: (revision) =>
      renderDocument({
        heading: toHeading(revision.value),
        description: `${ABOUT}: ${revision.value}`,
        etag: entityTag(JSON.stringify(revision)),
      }),
    apologize: () => renderDocument({ heading: APOLOGY, description: ABOUT }),
  },
  'text/plain; charset=utf-8': { show: ({ value }) => value, apologize: () => APOLOGY },
  'application/json; charset=utf-8': {
    show: (revision) => JSON.stringify(revision),
    apologize: () => JSON.stringify({ error: APOLOGY }),
  },
};
