import { createBuiltFiles } from '../http/built-files.ts';
import type { RouteHandler } from '../http/handler.ts';
import { html } from '../http/responses.ts';
import { contentSecurityPolicyOf, type Manifest, renderPage } from './page.ts';

export interface Edit {
  readonly page: RouteHandler;
  readonly file: RouteHandler;
}

/**
 * Serves the editors' page and its files from `directory`, where `buildEdit` wrote them.
 *
 * @param filesOrigin Where shared files are sent; undefined if editors share none.
 */
export const createEdit = (directory: URL, filesOrigin?: string): Edit => {
  const policy = contentSecurityPolicyOf(filesOrigin);
  const { readManifest, file } = createBuiltFiles<Manifest>(directory, policy);
  return {
    page: async () =>
      html(200, await renderPage(await readManifest(), filesOrigin !== undefined), {
        'cache-control': 'no-cache',
        'content-security-policy': policy,
        'x-robots-tag': 'noindex',
      }),
    file,
  };
};
