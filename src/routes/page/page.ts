import type { Revision } from '../../domain/revision.ts';
import type { OpenSavedString, Reading } from '../../domain/saved-string.ts';
import type { Problem } from '../../http/answer.ts';
import { RequestError } from '../../http/errors.ts';
import { matches } from '../../http/etag.ts';
import type { HttpRequest, HttpResponse, Route } from '../../http/handler.ts';
import { preferredType } from '../../http/negotiation.ts';
import { createDocument, type Site } from './document.ts';
import { CONTENT_TYPES, type ContentType, createRepresentations } from './representations.ts';

/**
 * CloudFront has two caches in a row, and each keeps the page for a second from when it gets it. In milliseconds, with
 * a tenth of a second for the way. Where a save waits for a lease of 3 s, the way may take 0.6 s.
 */
export const EDGE_KEEPS_MS = 2_100;

/** Everybody asks each time. A browser may keep the body to be told that it is still right. */
const ASK = 'no-cache';

/**
 * CloudFront may keep it for a second, and must not show it for longer, not even when the function fails. Browsers ask.
 * `stale-if-error` (RFC 5861) is needed for that: CloudFront otherwise answers with an expired copy, must-revalidate
 * or not.
 */
const EDGE_KEEPS = 'max-age=0, must-revalidate, s-maxage=1, stale-if-error=0';

const NO_STORE = 'no-store';

/**
 * Makes the Cache-Control header (RFC 9111, section 5.2) of a page.
 *
 * @param keepMs the milliseconds for which it may be kept: 0 while a change is pending, and without a lease.
 */
const createCacheControl =
  ({ hasEdgeCache }: { hasEdgeCache: boolean }) =>
  (keepMs: number): string => {
    if (!hasEdgeCache) return ASK;
    return keepMs >= EDGE_KEEPS_MS ? EDGE_KEEPS : NO_STORE;
  };

const VARY = { vary: 'Accept' };

/** The answers with a revision, and to those who have it. */
type Answers = Readonly<Record<'etag' | 'cacheControl', string> & Record<'whole' | 'unchanged', HttpResponse>>;

/** Shows revisions in the content types of the page. */
export const createShow = (site: Site) => {
  const { byType, tagsOf } = createRepresentations(createDocument(site));

  // Almost every request is for the same revision as the last one: its answers are made once.
  const made: Partial<Record<ContentType, Answers>> = {};
  const answersTo = (revision: Revision, type: ContentType, cacheControl: string): Answers => {
    const tags = tagsOf(revision);
    const etag = tags[type];
    const last = made[type];
    if (last?.etag === etag && last.cacheControl === cacheControl) return last;
    const headers = { ...byType[type].headers, ...VARY, 'cache-control': cacheControl, etag };
    const body = byType[type].render(revision, tags);
    const whole = { statusCode: 200, headers: { 'content-type': type, ...headers }, body };
    made[type] = { etag, cacheControl, whole, unchanged: { statusCode: 304, headers } };
    return made[type];
  };

  /** @throws RequestError if the client accepts none of the types. */
  const typeFor = ({ headers }: HttpRequest) => {
    const type = preferredType(headers.accept, CONTENT_TYPES);
    if (type) return type;
    const details = { headers: VARY, fields: { types: CONTENT_TYPES } };
    throw new RequestError(406, 'Not acceptable. Choose one of these types.', details);
  };

  return {
    typeFor,
    tagsOf,

    /** Answers with a revision, or, to a client that has it, without. */
    show: (request: HttpRequest, revision: Revision, cacheControl: string): HttpResponse => {
      const { etag, whole, unchanged } = answersTo(revision, typeFor(request), cacheControl);
      // A cache might take a 304 for leave to keep its copy for another second.
      const mayConfirm = cacheControl !== NO_STORE;
      return mayConfirm && matches(request.headers['if-none-match'], etag) ? unchanged : whole;
    },

    /** Answers that the string can't be read. */
    represent: ({ status, headers }: Problem, request: HttpRequest): HttpResponse | undefined => {
      if (status !== 503) return undefined;
      const type = typeFor(request);
      return {
        statusCode: 503,
        headers: { 'content-type': type, ...byType[type].headers, ...VARY, ...headers, 'cache-control': NO_STORE },
        body: byType[type].renderUnavailable(),
      };
    },
  };
};

export type Show = ReturnType<typeof createShow>;

interface Dependencies {
  readonly openSavedString: OpenSavedString;
  readonly show: Show;
  /** Whether CloudFront is in front, with a cache of its own. */
  readonly hasEdgeCache: boolean;
}

/** Answers GET with the current string, as a page or another content type that the client accepts. */
export const createPage = ({ openSavedString, show, hasEdgeCache }: Dependencies): Route => {
  const cacheControl = createCacheControl({ hasEdgeCache });
  const answer = (request: HttpRequest, { revision, keepMs }: Reading) =>
    show.show(request, revision, cacheControl(keepMs));
  return {
    answerAtOnce: (request) => {
      const reading = openSavedString.readKept(request.requestContext.timeEpoch);
      return reading && answer(request, reading);
    },
    handle: async (request, { signal }) => {
      // A type that it lacks is refused without asking the store.
      show.typeFor(request);
      const { timeEpoch: arrivedAt } = request.requestContext;
      return answer(request, await openSavedString(signal, { arrivedAt }).read());
    },
    represent: show.represent,
  };
};
