import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { classOf, shorten, toTitle } from '../../domain/heading.ts';
import { connectSource, contentSecurityPolicy, hashSource } from '../../http/security-headers.ts';
import { ICON_SVG } from './icon.ts';

/**
 * The page's style sheet, as short as it is sent. It is inlined, so that the page is one request.
 *
 * Each line takes the direction of its first letter; the heading may begin in another script than it ends. The mark after the
 * heading, U+200F, keeps the final punctuation of Arabic and Hebrew text at its end.
 */
const styles = `\
:root{color-scheme:light dark;--paper:#fbfaf7;--ink:#1d1b18;--quiet:#6a645c;--accent:#b4431f}\
@media (prefers-color-scheme:dark){:root{--paper:#16151a;--ink:#f2efe9;--quiet:#aaa39a;--accent:#ff9d73}}\
*{box-sizing:border-box}\
html{background:var(--paper);color:var(--ink);-webkit-text-size-adjust:100%}\
body{min-height:100vh;min-height:100svh;margin:0;display:grid;align-items:center;padding:clamp(1.25rem,6vw,12rem)}\
main{width:100%;max-width:60rem;margin-inline:auto;border-inline-start:max(.25rem,.1em) solid var(--accent);padding-inline-start:clamp(1rem,.5em,4rem);font-size:clamp(1.75rem,1rem + 3vw,8rem)}\
h1{margin:0;font:600 1em / 1.2 ui-serif,Georgia,"Times New Roman",serif;letter-spacing:-.01em;white-space:break-spaces;overflow-wrap:anywhere;text-wrap-style:balance;unicode-bidi:plaintext;text-align:start}\
h1::after{content:"\\200f" / ""}\
.empty h1::after{content:"(nothing)";font-style:italic;font-weight:400;color:var(--quiet)}\
p{margin:1.5em 0 0;font:1rem / 1.5 system-ui,sans-serif;color:var(--quiet)}\
p:first-child{margin:0 0 1.5em}\
a{color:inherit}\
.long{max-width:44rem;font-size:clamp(1.125rem,.9rem + .7vw,2.5rem)}\
.long h1{font-weight:400;line-height:1.6;letter-spacing:0;text-wrap-style:pretty}\
@media (min-width:120rem){main{max-width:62vw}.long{max-width:38em}p{font-size:.3em}.long p{font-size:.8em}}\
@media print{:root{--paper:#fff;--ink:#000;--quiet:#000}body{display:block;padding:0}main{max-width:none;border:0;padding:0;font-size:24pt}.long{font-size:12pt}}\
`;

/** Escapes text so that the DOM holds it unchanged: the HTML parser would turn a literal CR into LF. */
const exactText = (text: string) => raw(String(html`${text}`).replaceAll('\r', '&#13;'));

/** The content of one document. */
interface Content {
  readonly heading: string;
  /** The string in the heading, with the entity tag of its JSON; undefined if it shows none. */
  readonly shown?: { readonly value: string; readonly etag: string; readonly version: number };
}

/** Renders the page around its content. */
export interface Document {
  /**
   * Allows the document's own style sheet, script and icon, and requests to this site. The script can't create HTML
   * from a string.
   */
  readonly contentSecurityPolicy: string;
  /** How often the script asks for a new string, in seconds, at most. */
  readonly pollSeconds: number;
  /** The heading, with `{}` for the string. */
  readonly pattern: string;
  /**
   * Renders a complete HTML document. Its body has one heading and no other text; the script adds a line while it gets
   * no answers.
   */
  render(content: Content): string;
}

export interface Site {
  /** The page's script, as built; empty for none. */
  readonly script: string;
  /** The line above the heading; undefined for nothing. */
  readonly notice?: HtmlEscapedString;
  /** The document's language, as a BCP 47 tag. */
  readonly lang: string;
  /** The heading, with `{}` for the string. */
  readonly heading: string;
  /** For link previews; undefined if the page has no domain of its own. */
  readonly domain: string | undefined;
  /** As in Document. */
  readonly pollSeconds: number;
  /** As in Config; nothing without a script. */
  readonly pushSocket?: string | undefined;
}

export const createDocument = ({
  script,
  notice,
  lang,
  heading: pattern,
  domain,
  pollSeconds,
  pushSocket,
}: Site): Document => {
  // Nothing else in it has a meaning of its own, in an address or in an attribute.
  const icon = `data:image/svg+xml,${ICON_SVG.replaceAll('"', "'").replaceAll('#', '%23')}`;
  return {
    pollSeconds,
    pattern,
    contentSecurityPolicy: contentSecurityPolicy(
      `style-src ${hashSource(styles)}`,
      ...(script ? [`script-src ${hashSource(script)}`, connectSource(pushSocket)] : []),
      'img-src data:',
      "require-trusted-types-for 'script'",
    ),
    render: ({ heading, shown }) => {
      const title = exactText(toTitle(heading));
      const about = exactText(shorten(heading, 200));
      return String(html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<meta name="description" content="${about}">
<meta property="og:type" content="website">
<meta property="og:site_name" content="Saved String">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${about}">${
        domain &&
        html`
<meta property="og:url" content="https://${domain}/">`
      }
<link rel="icon" href="${raw(icon)}">
<link rel="alternate" type="application/atom+xml" href="feed" title="Changes">
<style>${raw(styles)}</style>
${script && html`<script type="module">${raw(script)}</script>`}
</head>
<body>
<main class="${classOf(heading, shown?.value)}" dir="auto" aria-live="polite" data-heading="${pattern}" data-poll="${pollSeconds}"${shown && html` data-etag="${shown.etag}"`}${
        pushSocket && html` data-push="${pushSocket}" data-version="${shown?.version ?? ''}"`
      }>
${notice}<h1>${exactText(heading)}</h1>
</main>
</body>
</html>
`);
    },
  };
};
