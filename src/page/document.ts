import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import { contentSecurityPolicy } from '../http/security-headers.ts';
import { styles } from './styles.ts';

const icon =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#b4431f"/><path d="M4 5h8M4 8h8M4 11h5" stroke="#fff" stroke-width="1.6" stroke-linecap="round"/></svg>',
  );

const styleHash = createHash('sha256').update(styles).digest('base64');

/** Lets the document's own style sheet and icon through, by hash, and nothing else. */
export const CONTENT_SECURITY_POLICY = contentSecurityPolicy(`style-src 'sha256-${styleHash}'`, 'img-src data:');

/** Escapes text so that the DOM holds it unchanged: the HTML parser would turn a literal CR into LF. */
const exactText = (text: string) => raw(String(html`${text}`).replaceAll('\r', '&#13;'));

/** A complete HTML document whose body holds one heading and no other text. */
export const renderDocument = (heading: string): string =>
  String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="One string that everybody sees.">
<title>Saved String</title>
<link rel="icon" href="${icon}">
<style>${raw(styles)}</style>
</head>
<body>
<main>
<h1>${exactText(heading)}</h1>
</main>
</body>
</html>
`);
