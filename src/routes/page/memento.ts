import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Authenticate } from '../../domain/editor.ts';
import type { OpenSavedString } from '../../domain/saved-string.ts';
import { parseTime } from '../../domain/time.ts';
import { createExplain } from '../../http/errors.ts';
import type { RouteHandler } from '../../http/handler.ts';
import type { Log } from '../../http/log.ts';
import type { Metrics } from '../../http/metrics.ts';
import { json } from '../../http/responses.ts';
import type { MakePage } from './page.ts';

interface Dependencies {
  readonly openSavedString: OpenSavedString;
  readonly authenticate: Authenticate;
  /** It comes from outside: to import it here would split the page's own code into more files. */
  readonly makePage: MakePage;
  readonly lang: string;
  readonly timeZone: string | undefined;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** The log has no string for this time. */
class TooEarlyError extends Error {
  override readonly name = 'TooEarlyError';
}

/** A plus sign in a query stands for a space, and people write it for an offset all the same. */
const mendOffset = (time = ''): string => time.replace(/ (?=\d\d:\d\d$)/, '+');

/** Says which moment a page shows, and leads to now, in the stage's language and with its clock. */
const describeMoment = (time: Date, { lang, timeZone = 'UTC' }: Pick<Dependencies, 'lang' | 'timeZone'>) => {
  const shown = time.toLocaleString(lang, { dateStyle: 'long', timeStyle: 'long', timeZone });
  const now = new Intl.RelativeTimeFormat(lang, { numeric: 'auto' }).format(0, 'second');
  return html`<p><time datetime="${time.toISOString()}">${shown}</time> · <a href="./">${now}</a></p>
` as HtmlEscapedString;
};

/**
 * Answers GET and HEAD with the string as it was at the time of the query's `at`, in every content type of the page, as
 * a memento (RFC 7089). Its document has no script: that would replace the past by the present. Editors can look into
 * the future, too.
 */
export const createMemento = ({
  openSavedString,
  authenticate,
  makePage,
  lang,
  timeZone,
  log,
  metrics,
}: Dependencies): RouteHandler => {
  const explain = createExplain({ log, metrics });

  return async (request, context) => {
    let isFuture = false;
    try {
      const time = parseTime('at', mendOffset(request.queryStringParameters?.at));
      const { route } = makePage({
        openSavedString: (signal, options) => ({
          read: async () => {
            const revision = await openSavedString(signal, options).revisionAt(time, () => {
              isFuture = true;
              return authenticate(request.headers.authorization, signal);
            });
            if (!revision) throw new TooEarlyError('Nobody had saved a string by then.');
            return { revision, keepMs: 0 };
          },
        }),
        script: '',
        notice: describeMoment(time, { lang, timeZone }),
      });
      const answer = await route(request, context);
      if (answer.statusCode !== 200 && answer.statusCode !== 304) return answer;
      const memento = isFuture
        ? { 'cache-control': 'no-store' }
        : { 'memento-datetime': time.toUTCString(), link: '<./>; rel="original"' };
      return { ...answer, headers: { ...answer.headers, ...memento, 'x-robots-tag': 'noindex' } };
    } catch (error) {
      if (error instanceof TooEarlyError) return json(404, { error: error.message });
      const { message, status = 400, headers, extensions } = explain(error, context.awsRequestId);
      return json(status, { error: message, ...extensions }, headers);
    }
  };
};
