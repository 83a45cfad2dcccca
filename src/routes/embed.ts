import { readFileSync } from 'node:fs';
import { html, raw } from 'hono/html';
import { StoreUnavailableError } from '../domain/errors.ts';
import { toHeading, toUnavailable } from '../domain/heading.ts';
import type { OpenSavedString } from '../domain/saved-string.ts';
import { entityTag, matches } from '../http/etag.ts';
import type { HttpRequest, HttpResponse, RouteHandler } from '../http/handler.ts';
import type { Log } from '../http/log.ts';
import { RETRY_AFTER, html as toHtml } from '../http/responses.ts';
import { framedContentSecurityPolicy, hashSource } from '../http/security-headers.ts';
import { withinTimeBudget } from '../http/time-budget.ts';

const STYLES =
  ':root{color-scheme:light dark}body{margin:0;font:1rem/1.5 system-ui,sans-serif}main{white-space:break-spaces;overflow-wrap:anywhere;unicode-bidi:plaintext}';

const HEADERS = {
  // Other sites load it, those that isolate themselves included.
  'cross-origin-resource-policy': 'cross-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

const DOCUMENT_HEADERS = {
  ...HEADERS,
  'cache-control': 'no-cache',
  'content-security-policy': framedContentSecurityPolicy(
    `style-src ${hashSource(STYLES)}`,
    "script-src 'self'",
    "connect-src 'self'",
    "require-trusted-types-for 'script'",
  ),
};

/** The parser would turn a literal CR into LF. */
const render = (text: string, { lang, heading }: Pick<Dependencies, 'lang' | 'heading'>): string =>
  String(html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<title>${toHeading('…', heading)}</title>
<style>${raw(STYLES)}</style>
<script src="embed.js" data-target="main" defer></script>
</head>
<body>
<main dir="auto" aria-live="polite">${raw(String(html`${text}`).replaceAll('\r', '&#13;'))}</main>
</body>
</html>
`);

const respond = (request: HttpRequest, response: HttpResponse): HttpResponse => {
  const headers = { ...response.headers, etag: entityTag(String(response.body)) };
  return matches(request.headers['if-none-match'], headers.etag)
    ? { statusCode: 304, headers }
    : { ...response, headers };
};

interface Dependencies {
  readonly openSavedString: OpenSavedString;
  /** The script for other sites, as built. */
  readonly scriptFile: URL;
  /** The language of the string, as a BCP 47 tag. */
  readonly lang: string;
  /** The page's heading, with `{}` for the string. */
  readonly heading: string;
  readonly log: Log;
}

/** The string in a document that any site may frame, and a script that any site may load. */
export interface Embed {
  readonly document: RouteHandler;
  readonly script: RouteHandler;
}

export const createEmbed = ({ openSavedString, scriptFile, log, ...site }: Dependencies): Embed => ({
  document: async (request, { awsRequestId }) => {
    try {
      const { value } = await withinTimeBudget((signal) => openSavedString(signal).latest());
      return respond(request, toHtml(200, render(value, site), DOCUMENT_HEADERS));
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      log.failure(error, awsRequestId);
      // The script asks again.
      const headers = { ...DOCUMENT_HEADERS, ...RETRY_AFTER, 'cache-control': 'no-store' };
      return toHtml(503, render(toUnavailable(site.heading), site), headers);
    }
  },

  script: async (request) =>
    respond(request, {
      statusCode: 200,
      // An hour: a site asks for it with each of its pages.
      headers: { 'content-type': 'text/javascript; charset=utf-8', ...HEADERS, 'cache-control': 'max-age=3600' },
      body: readFileSync(scriptFile, 'utf8'),
    }),
});
