import { html } from 'hono/html';
import { contentSecurityPolicy } from '../http/security-headers.ts';
import type { Manifest } from './manifest.ts';

/** As strict as the code editor allows: Monaco and React write style elements and style attributes at run time. */
export const CONTENT_SECURITY_POLICY = contentSecurityPolicy(
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  'img-src data:',
  "font-src 'self'",
);

const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#d60590"/>' +
    '<path d="M6 4 3 8l3 4M10 4l3 4-3 4" fill="none" stroke="#fff" stroke-width="2"/></svg>',
)}`;

const url = (name: string) => `/playground/${name}`;

/** Renders the document that a browser gets for `GET /graphql`. */
export const renderPage = async ({ script, preload, style, workers }: Manifest): Promise<string> => {
  const page = await html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Saved String playground</title>
    <meta name="description" content="Read and change the saved string with GraphQL, starting from examples.">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <link rel="icon" href="${icon}">
    <link rel="stylesheet" href="${url(style)}">
    ${preload.map((module) => html`<link rel="modulepreload" href="${url(module)}">`)}
    <script type="module" src="${url(script)}"></script>
  </head>
  <body>
    <noscript>The playground needs JavaScript. The API does not: send it a query as POST /graphql.</noscript>
    <main
      id="playground"
      data-editor-worker="${url(workers.editor)}"
      data-graphql-worker="${url(workers.graphql)}"
      data-json-worker="${url(workers.json)}"
    >
      <div class="loading">
        <h1>Saved String playground</h1>
        <p>One moment: the playground is loading. It needs HTTPS or localhost.</p>
      </div>
    </main>
  </body>
</html>
`;
  return page.toString();
};
