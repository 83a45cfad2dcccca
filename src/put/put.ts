import type { Authenticate } from '../editors/authenticate.ts';
import { createExplain, RequestError } from '../http/errors.ts';
import type { HttpRequest, RouteHandler } from '../http/handler.ts';
import { json } from '../http/responses.ts';
import { withinTimeBudget } from '../http/time-budget.ts';
import type { Log } from '../observability/log.ts';
import type { Metrics } from '../observability/metrics.ts';
import { ConflictError, TooLongError } from '../saved-string/errors.ts';
import type { Revision } from '../saved-string/revision.ts';
import type { OpenSavedString } from '../saved-string/saved-string.ts';
import { readText } from './read-text.ts';

interface Dependencies {
  readonly openSavedString: OpenSavedString;
  readonly authenticate: Authenticate;
  /** Gives the entity tags of a revision, by content type. */
  readonly tagsOf: (revision: Revision) => Readonly<Record<'text/plain; charset=utf-8', string>>;
  readonly log: Log;
  readonly metrics: Metrics;
}

const readNote = (query: string): string | null => {
  try {
    decodeURIComponent(query);
  } catch {
    throw new RequestError(400, 'The query string is not percent-encoded UTF-8.');
  }
  return new URLSearchParams(query).get('note');
};

/** Whether an If-Match header (RFC 9110, section 13.1.1) names one of these tags. The RFC requires a strong comparison. */
const namesOneOf = (ifMatch: string, tags: readonly string[]): boolean =>
  ifMatch.split(',').some((candidate) => tags.includes(candidate.trim()));

/** Answers PUT: the body is the new string. The rules, the errors and what is counted are those of the mutation. */
export const createPut = ({ openSavedString, authenticate, tagsOf, log, metrics }: Dependencies): RouteHandler => {
  const explain = createExplain({ log, metrics });

  // Of the content types, plain text is what was sent.
  const tagOf = (revision: Revision) => ({ etag: tagsOf(revision)['text/plain; charset=utf-8'] });

  const save = (request: HttpRequest): Promise<Revision> =>
    withinTimeBudget(async (signal, extend) => {
      const { headers, rawQueryString, requestContext } = request;
      const { name } = await authenticate(headers.authorization, signal);
      const [value, note] = [readText(request), readNote(rawQueryString)];
      const savedString = openSavedString(signal, { arrivedAt: requestContext.timeEpoch, extend });

      const { 'if-match': ifMatch = '*' } = headers;
      if (ifMatch === '*') return savedString.save(value, { savedBy: name, expectedVersion: undefined, note });
      const current = await savedString.latest();
      if (!namesOneOf(ifMatch, Object.values(tagsOf(current)))) throw new ConflictError(current);
      return savedString.save(value, { savedBy: name, expectedVersion: current.version, note });
    });

  return async (request, { awsRequestId }) => {
    try {
      const revision = await save(request);
      metrics.count('Saves');
      return json(200, revision, tagOf(revision));
    } catch (error) {
      const { message, status, headers = {}, extensions } = explain(error, awsRequestId);
      if (error instanceof ConflictError) {
        const sentence = 'The string is no longer the one that If-Match names. Your change was not saved.';
        return json(412, { error: sentence, ...extensions }, tagOf(error.current));
      }
      return json(status ?? (error instanceof TooLongError ? 413 : 400), { error: message, ...extensions }, headers);
    }
  };
};
