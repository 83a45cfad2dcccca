import { readFile } from 'node:fs/promises';
import { html, raw } from 'hono/html';
import { toHeading, toUnavailable } from '../domain/heading.ts';
import type { OpenSavedString } from '../domain/saved-string.ts';
import { revalidate } from '../http/etag.ts';
import type { Route } from '../http/handler.ts';
import { html as toHtml } from '../http/responses.ts';
import { connectSource, framedContentSecurityPolicy, hashSource } from '../http/security-headers.ts';

const STYLES =
  ':root{color-scheme:light dark}body{margin:0;font:1rem/1.5 system-ui,sans-serif}main{white-space:break-spaces;overflow-wrap:anywhere;unicode-bidi:plaintext}';

const HEADERS = {
  // Other sites load it, those that isolate themselves included.
  'cross-origin-resource-policy': 'cross-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

const createDocumentHeaders = (pushSocket: string | undefined) => ({
  ...HEADERS,
  'cache-control': 'no-cache',
  'content-security-policy': framedContentSecurityPolicy(
    `style-src ${hashSource(STYLES)}`,
    "script-src 'self'",
    connectSource(pushSocket),
    "require-trusted-types-for 'script'",
  ),
});

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

interface Dependencies {
  readonly openSavedString: OpenSavedString;
  /** The language of the string, as a BCP 47 tag. */
  readonly lang: string;
  /** The page's heading, with `{}` for the string. */
  readonly heading: string;
  /** As in Config. */
  readonly pushSocket: string | undefined;
}

/** Answers GET with the string in a document that any site may frame. */
export const createEmbed = ({ openSavedString, pushSocket, ...site }: Dependencies): Route => {
  const documentHeaders = createDocumentHeaders(pushSocket);
  return {
    handle: async (request, { signal }) => {
      const { value } = await openSavedString(signal).latest();
      return revalidate(request, toHtml(200, render(value, site), documentHeaders));
    },
    represent: ({ status, headers }) =>
      status === 503
        ? // The script asks again.
          toHtml(503, render(toUnavailable(site.heading), site), {
            ...documentHeaders,
            ...headers,
            'cache-control': 'no-store',
          })
        : undefined,
  };
};

/**
 * Answers GET with the script for other sites, or, with `?push`, with the module that this script loads where changes are
 * pushed: no other path, so that a site has to allow only one.
 *
 * @param built Finds a file that was built.
 */
export const createEmbedScript = (
  built: (path: string) => URL,
  { pushSocket: push }: Pick<Dependencies, 'pushSocket'>,
): Route => ({
  handle: async (request) => {
    const isModule = push !== undefined && request.queryStringParameters?.push !== undefined;
    const script = await readFile(built(isModule ? 'follow.js' : 'embed.js'), 'utf8');
    return revalidate(request, {
      statusCode: 200,
      // An hour: a site asks for it with each of its pages.
      headers: { 'content-type': 'text/javascript; charset=utf-8', ...HEADERS, 'cache-control': 'max-age=3600' },
      // A classic script knows where it was loaded from, but must keep its variables to itself.
      body: isModule
        ? `${script}export const terms=${JSON.stringify({ push, poll: '0' })};`
        : `(isPushed=>{${script}})(${push !== undefined});`,
    });
  },
});
