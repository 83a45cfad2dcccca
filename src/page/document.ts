import { html, raw } from 'hono/html';
import { contentSecurityPolicy, hashSource } from '../http/security-headers.ts';
import { classOf, shorten } from './heading.ts';
import { ICON_SVG } from './icon.ts';
import { styles } from './styles.ts';

/** Escapes text so that the DOM holds it unchanged: the HTML parser would turn a literal CR into LF. */
const exactText = (text: string) => raw(String(html`${text}`).replaceAll('\r', '&#13;'));

/** The content of one document. */
interface Content {
  readonly heading: string;
  /** For search engines and link previews. */
  readonly description: string;
  /** The entity tag of the JSON with the same string; undefined if the heading shows no string. */
  readonly etag?: string;
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
  /**
   * Renders a complete HTML document. Its body has one heading and no other text; the script adds a line while it gets
   * no answers.
   */
  render(content: Content): string;
}

export interface Site {
  /** The page's script, as built; empty for none. */
  readonly script: string;
  /** The document's language, as a BCP 47 tag. */
  readonly lang: string;
  /** For link previews; undefined if the page has no domain of its own. */
  readonly domain: string | undefined;
  /** As in Document. */
  readonly pollSeconds: number;
}

export const createDocument = ({ script, lang, domain, pollSeconds }: Site): Document => {
  const icon = `data:image/svg+xml,${encodeURIComponent(ICON_SVG)}`;
  return {
    pollSeconds,
    contentSecurityPolicy: contentSecurityPolicy(
      `style-src ${hashSource(styles)}`,
      ...(script ? [`script-src ${hashSource(script)}`, "connect-src 'self'"] : []),
      'img-src data:',
      "require-trusted-types-for 'script'",
    ),
    render: ({ heading, description, etag }) => {
      const title = exactText(shorten(heading));
      const about = exactText(shorten(description, 200));
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
<link rel="icon" href="${icon}">
<link rel="alternate" type="application/atom+xml" href="feed" title="Changes">
<style>${raw(styles)}</style>
${script && html`<script type="module">${raw(script)}</script>`}
</head>
<body>
<main class="${classOf(heading)}" dir="auto" aria-live="polite" data-poll="${pollSeconds}"${etag && html` data-etag="${etag}"`}>
<h1>${exactText(heading)}</h1>
</main>
</body>
</html>
`);
    },
  };
};
