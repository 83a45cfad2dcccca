import { createBuiltFiles } from '../http/built-files.ts';
import type { RouteHandler } from '../http/handler.ts';
import { html } from '../http/responses.ts';
import type { Manifest } from './manifest.ts';
import { CONTENT_SECURITY_POLICY, renderPage } from './page.ts';

/** Serves the playground's page and files from `directory`, where `buildPlayground` wrote them. */
export const createPlayground = (directory: URL | string): { page: RouteHandler; file: RouteHandler } => {
  const { readManifest, file } = createBuiltFiles<Manifest>(directory, CONTENT_SECURITY_POLICY);

  const page: RouteHandler = async () =>
    html(200, await renderPage(await readManifest()), {
      'cache-control': 'no-cache',
      vary: 'Accept',
      'content-security-policy': CONTENT_SECURITY_POLICY,
    });

  return { page, file };
};
