import { createBuiltFiles } from '../http/built-files.ts';
import type { RouteHandler } from '../http/handler.ts';
import { html } from '../http/responses.ts';
import { CONTENT_SECURITY_POLICY, type Manifest, renderPage } from './page.ts';

export interface Edit {
  readonly page: RouteHandler;
  readonly file: RouteHandler;
}

/** Serves the editors' page and its files from `directory`, where `buildEdit` wrote them. */
export const createEdit = (directory: URL): Edit => {
  const { readManifest, file } = createBuiltFiles<Manifest>(directory, CONTENT_SECURITY_POLICY);
  return {
    page: async () =>
      html(200, await renderPage(await readManifest()), {
        'cache-control': 'no-cache',
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'x-robots-tag': 'noindex',
      }),
    file,
  };
};
