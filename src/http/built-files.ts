import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { RouteHandler } from './handler.ts';
import { acceptsBrotli } from './negotiation.ts';
import { json } from './responses.ts';

/** Lists the files of a build. Each name contains a hash of its content. */
export interface FileList {
  /** Content types by file name. */
  readonly files: Readonly<Record<string, string>>;
}

/** Every file is stored and served only in brotli. */
export const storedName = (name: string): string => `${name}.br`;

export const manifestName = 'manifest.json';

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

/**
 * Serves the files that a build wrote to `directory`, and reads its manifest. The route's parameter is `{file}`.
 *
 * @param policy The content security policy of the files: a worker obeys that of its own file, not the page's.
 */
export const createBuiltFiles = <Manifest extends FileList>(
  directory: URL | string,
  policy: string,
): { readManifest: () => Promise<Manifest>; file: RouteHandler } => {
  const base = typeof directory === 'string' ? pathToFileURL(`${directory}/`) : new URL(`${directory}/`);
  const read = (name: string) => readFile(new URL(name, base));

  let manifest: Manifest | undefined;
  const readManifest = async (): Promise<Manifest> => {
    manifest ??= JSON.parse((await read(manifestName)).toString()) as Manifest;
    return manifest;
  };

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
        'content-security-policy': policy,
        vary: 'Accept-Encoding',
        'content-encoding': 'br',
      },
      body: (await read(storedName(name))).toString('base64'),
      isBase64Encoded: true,
    };
  };

  return { readManifest, file };
};
