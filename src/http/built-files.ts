import { readFile } from 'node:fs/promises';
import { RequestError } from './errors.ts';
import type { HttpRequest, HttpResponse } from './handler.ts';
import { preferredCoding } from './negotiation.ts';

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

/** Decompressing would let an anonymous request cost more than any page. */
const COMPRESSED_ONLY =
  'This file is available in brotli and gzip only. ' +
  'With curl, add --compressed or the header "accept-encoding: gzip".';

/**
 * Serves the files that a build wrote to `directory`, and reads its manifest. The route's parameter is `{file}`.
 *
 * @param policy The content security policy of the files: a worker obeys that of its own file, not the page's.
 */
export const createBuiltFiles = <Manifest extends FileList>(
  directory: URL,
  policy: string,
): { readManifest: () => Promise<Manifest>; file: (request: HttpRequest) => Promise<HttpResponse> } => {
  const read = (name: string) => readFile(new URL(name, directory));

  let manifest: Manifest | undefined;
  const readManifest = async (): Promise<Manifest> => {
    manifest ??= JSON.parse((await read(manifestName)).toString()) as Manifest;
    return manifest;
  };

  const file = async (request: HttpRequest): Promise<HttpResponse> => {
    const { files } = await readManifest();
    const name = request.pathParameters?.file ?? '';
    // Only names from the build reach the disk, so no path can lead out of the directory.
    const type = Object.hasOwn(files, name) ? files[name] : undefined;
    if (!type) throw new RequestError(404, 'There is no such file.', { code: 'NOT_FOUND' });
    const coding = preferredCoding(request.headers['accept-encoding'], ['br', 'gzip']);
    if (!coding) throw new RequestError(406, COMPRESSED_ONLY, { headers: { vary: 'Accept-Encoding' } });
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
