import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { RouteHandler } from '../http/handler.ts';
import { acceptsBrotli } from '../http/negotiation.ts';
import { html, json } from '../http/responses.ts';
import { type Manifest, manifestName, storedName } from './manifest.ts';
import { CONTENT_SECURITY_POLICY, renderPage } from './page.ts';

/** Refuses clients that can't read brotli: decompressing would let an anonymous request cost more than any page. */
const brotliOnly = () =>
  json(
    406,
    {
      error:
        'This file is available only in brotli. Browsers accept it over HTTPS and on localhost; ' +
        'with curl, add --compressed or the header "accept-encoding: br".',
    },
    { vary: 'Accept-Encoding' },
  );

/** Serves the playground's page and files from `directory`, where `buildPlayground` wrote them. */
export const createPlayground = (directory: URL | string): { page: RouteHandler; file: RouteHandler } => {
  const base = typeof directory === 'string' ? pathToFileURL(`${directory}/`) : new URL(`${directory}/`);
  const read = (name: string) => readFile(new URL(name, base));

  let manifest: Manifest | undefined;
  const readManifest = async (): Promise<Manifest> => {
    manifest ??= JSON.parse((await read(manifestName)).toString()) as Manifest;
    return manifest;
  };

  const page: RouteHandler = async () =>
    html(200, await renderPage(await readManifest()), {
      'cache-control': 'no-cache',
      vary: 'Accept',
      'content-security-policy': CONTENT_SECURITY_POLICY,
    });

  const file: RouteHandler = async (request) => {
    const { files } = await readManifest();
    const name = request.pathParameters?.file ?? '';
    // Only names from the build reach the disk, so no path can lead out of the directory.
    const type = Object.hasOwn(files, name) ? files[name] : undefined;
    if (!type) {
      return {
        statusCode: 404,
        headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
        body: JSON.stringify({ error: 'There is no such file' }),
      };
    }

    if (!acceptsBrotli(request.headers['accept-encoding'])) return brotliOnly();

    return {
      statusCode: 200,
      headers: {
        'content-type': type,
        'cache-control': 'public, max-age=31536000, immutable',
        // A worker obeys the policy of its own file, not the page's.
        'content-security-policy': CONTENT_SECURITY_POLICY,
        vary: 'Accept-Encoding',
        'content-encoding': 'br',
      },
      body: (await read(storedName(name))).toString('base64'),
      isBase64Encoded: true,
    };
  };

  return { page, file };
};
