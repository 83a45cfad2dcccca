import { html } from 'hono/html';
import { createBuiltFiles, type FileList } from '../http/built-files.ts';
import type { Route } from '../http/handler.ts';
import { html as respond } from '../http/responses.ts';
import { contentSecurityPolicy } from '../http/security-headers.ts';

/** Describes a build of the playground. Names are those under `/playground/`; each contains a hash of its content. */
export interface Manifest extends FileList {
  /** The module that starts the playground. */
  script: string;
  /** The modules that `script` imports, so that the page can request them at once. */
  preload: string[];
  style: string;
  /** The web workers of the code editor, by language. */
  workers: { editor: string; graphql: string; json: string };
}

/** As strict as the code editor allows: Monaco and React write style elements and style attributes at run time. */
const CONTENT_SECURITY_POLICY = contentSecurityPolicy(
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

const url = (name: string) => `playground/${name}`;

/** Renders the document that a browser gets for `GET /graphql`. */
const renderPage = async ({ script, preload, style, workers }: Manifest): Promise<string> => {
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
        <p>One moment: the playground is loading.</p>
      </div>
    </main>
  </body>
</html>
`;
  return page.toString();
};

/** Serves the playground's page and its files from `directory`, where `buildPlayground` wrote them. */
export const createPlayground = (directory: URL): Route => {
  const { readManifest, file } = createBuiltFiles<Manifest>(directory, CONTENT_SECURITY_POLICY);
  return {
    handle: async (request) =>
      request.pathParameters?.file === undefined
        ? respond(200, await renderPage(await readManifest()), {
            'cache-control': 'no-cache',
            vary: 'Accept',
            'content-security-policy': CONTENT_SECURITY_POLICY,
          })
        : file(request),
  };
};
