import { readFile } from 'node:fs/promises';
import { html, raw } from 'hono/html';
import { toHeading, toUnavailable } from '../domain/heading.ts';
import type { OpenSavedString } from '../domain/saved-string.ts';
import { revalidate } from '../http/etag.ts';
import type { Route } from '../http/handler.ts';
import { html as toHtml } from '../http/responses.ts';
import { framedContentSecurityPolicy, hashSource } from '../http/security-headers.ts';

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
const render = (text: string, { lang, heading }: Omit<Dependencies, 'openSavedString'>): string =>
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

interface Dependencies {
  readonly openSavedString: OpenSavedString;
  /** The language of the string, as a BCP 47 tag. */
  readonly lang: string;
  /** The page's heading, with `{}` for the string. */
  readonly heading: string;
}

/** Answers GET with the string in a document that any site may frame. */
export const createEmbed = ({ openSavedString, ...site }: Dependencies): Route => ({
  handle: async (request, { signal }) => {
    const { value } = await openSavedString(signal).latest();
    return revalidate(request, toHtml(200, render(value, site), DOCUMENT_HEADERS));
  },
  represent: ({ status, headers }) =>
    status === 503
      ? // The script asks again.
        toHtml(503, render(toUnavailable(site.heading), site), {
          ...DOCUMENT_HEADERS,
          ...headers,
          'cache-control': 'no-store',
        })
      : undefined,
});

/**
 * Answers GET with the script for other sites.
 *
 * @param file The script as built.
 */
export const createEmbedScript = (file: URL): Route => ({
  handle: async (request) =>
    revalidate(request, {
      statusCode: 200,
      // An hour: a site asks for it with each of its pages.
      headers: { 'content-type': 'text/javascript; charset=utf-8', ...HEADERS, 'cache-control': 'max-age=3600' },
      body: await readFile(file, 'utf8'),
    }),
});
