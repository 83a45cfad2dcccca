import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { RouteHandler } from './handler.ts';
import { preferredCoding } from './negotiation.ts';
import { json } from './responses.ts';

/** Lists the files of a build. Each name contains a hash of its content. */
export interface FileList {
  /** Content types by file name. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * The content codings in which every file is stored and served. Browsers take brotli over HTTPS and on localhost only,
 * and gzip everywhere.
 */
export const CODINGS = { br: '.br', gzip: '.gz' } as const;

export const manifestName = 'manifest.json';

/** Refuses clients that can read neither: decompressing would let an anonymous request cost more than any page. */
const compressedOnly = () =>
  json(
    406,
    {
      error:
        'This file is available in brotli and gzip only. ' +
        'With curl, add --compressed or the header "accept-encoding: gzip".',
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

    const coding = preferredCoding(request.headers['accept-encoding'], ['br', 'gzip']);
    if (!coding) return compressedOnly();

    return {
      statusCode: 200,
      headers: {
        'content-type': type,
        'cache-control': 'public, max-age=31536000, immutable',
        'content-security-policy': policy,
        vary: 'Accept-Encoding',
        'content-encoding': coding,
      },
      body: (await read(name + CODINGS[coding])).toString('base64'),
      isBase64Encoded: true,
    };
  };

  return { readManifest, file };
};
