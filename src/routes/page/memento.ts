import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Authenticate } from '../../domain/editor.ts';
import type { OpenSavedString } from '../../domain/saved-string.ts';
import { fixOffset, parseTime } from '../../domain/time.ts';
import { RequestError } from '../../http/errors.ts';
import type { HttpRequest, Route } from '../../http/handler.ts';
import type { Show } from './page.ts';

interface Dependencies {
  readonly openSavedString: OpenSavedString;
  readonly authenticate: Authenticate;
  /** Shows revisions below a notice, and without a script, which would replace the past by the present. */
  readonly showStill: (notice?: HtmlEscapedString) => Show;
  readonly lang: string;
  readonly timeZone: string | undefined;
}

/** Says which moment a page shows, and leads to now, in the stage's language and with its clock. */
const describeMoment = (time: Date, { lang, timeZone = 'UTC' }: Pick<Dependencies, 'lang' | 'timeZone'>) => {
  const shown = time.toLocaleString(lang, { dateStyle: 'long', timeStyle: 'long', timeZone });
  const now = new Intl.RelativeTimeFormat(lang, { numeric: 'auto' }).format(0, 'second');
  return html`<p><time datetime="${time.toISOString()}">${shown}</time> · <a href="./">${now}</a></p>
` as HtmlEscapedString;
};

const timeOf = ({ rawQueryString, queryStringParameters }: HttpRequest): Date => {
  if (new URLSearchParams(rawQueryString).getAll('at').length > 1) {
    throw new RequestError(400, 'There can be only one `at`.');
  }
  return parseTime('at', fixOffset(queryStringParameters?.at));
};

/**
 * Answers GET with the string as it was at the time of the query's `at`, in every content type of the page, as a memento
 * (RFC 7089). Editors can look into the future, too.
 */
export const createMemento = ({ openSavedString, authenticate, showStill, ...site }: Dependencies): Route => {
  const { typeFor, represent } = showStill();
  return {
    handle: async (request, { signal }) => {
      const time = timeOf(request);
      typeFor(request);
      let isFuture = false;
      const revision = await openSavedString(signal).revisionAt(time, () => {
        isFuture = true;
        return authenticate(request.headers.authorization, signal);
      });
      const answer = showStill(describeMoment(time, site)).show(request, revision, isFuture ? 'no-store' : 'no-cache');
      const memento = isFuture ? {} : { 'memento-datetime': time.toUTCString(), link: '<./>; rel="original"' };
      return { ...answer, headers: { ...answer.headers, ...memento, 'x-robots-tag': 'noindex' } };
    },
    represent,
  };
};
