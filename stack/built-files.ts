import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { type BuildOptions, build, type Metafile, type OutputFile } from 'esbuild';
import { CODINGS, type FileList, manifestName } from '../src/http/built-files.ts';

export const projectRoot = fileURLToPath(new URL('..', import.meta.url));
const { BROTLI_PARAM_QUALITY, BROTLI_MAX_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_MAX_WINDOW_BITS } = constants;
const params = { [BROTLI_PARAM_QUALITY]: BROTLI_MAX_QUALITY, [BROTLI_PARAM_LGWIN]: BROTLI_MAX_WINDOW_BITS };
const compress: Readonly<Record<keyof typeof CODINGS, (contents: Uint8Array) => Promise<Uint8Array>>> = {
  br: (contents) => promisify(brotliCompress)(contents, { params }),
  gzip: (contents) => promisify(gzip)(contents, { level: constants.Z_BEST_COMPRESSION }),
};
const codings = Object.keys(CODINGS) as (keyof typeof CODINGS)[];
const storedNames = (name: string): string[] => codings.map((coding) => name + CODINGS[coding]);

const contentTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.ttf': 'font/ttf',
};

/** Describes the bundles, whose names contain hashes, by what they were made from. */
export interface Bundles<Manifest extends FileList> {
  readonly outdir: string;
  readonly options: BuildOptions;
  describe(outputs: Metafile['outputs'], files: readonly string[]): Manifest;
}

/** Finds the output of an entry point, with its name. */
export const outputOf = (outputs: Metafile['outputs'], entryPoint: string) => {
  const found = Object.entries(outputs).find(([, { entryPoint: source }]) => source?.endsWith(entryPoint));
  if (!found) throw new Error(`The build made no file from ${entryPoint}`);
  const style = basename(found[1].cssBundle ?? '');
  return { name: basename(found[0]), style, ...found[1] };
};

/** Maps names of files to their content types. */
export const contentTypesOf = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    names.map((name) => {
      const type = contentTypes[extname(name)];
      if (!type) throw new Error(`Unknown content type of ${name}`);
      return [name, type];
    }),
  );

/**
 * Bundles modules for browsers into `outdir`, compressed, with a manifest, and removes the files of earlier builds.
 * Compressing takes most of the time, so files of the last finished build are kept: names contain a hash of the
 * content.
 *
 * @throws BuildFailure of esbuild.
 */
export const buildFiles = async <Manifest extends FileList>({
  outdir,
  options,
  describe,
}: Bundles<Manifest>): Promise<void> => {
  const startedAt = new Date();
  const { outputFiles, metafile } = await bundle(options);
  const manifest = describe(
    metafile.outputs,
    outputFiles.map(({ path }) => basename(path)),
  );
  await mkdir(outdir, { recursive: true });
  const last = await readFile(join(outdir, manifestName), 'utf8').catch(() => '{}');
  const { files: finished = {} }: Partial<FileList> = JSON.parse(last);
  const present = await readdir(outdir);
  const isFinished = (name: string) =>
    name in finished && storedNames(name).every((stored) => present.includes(stored));

  await Promise.all(
    outputFiles
      .map(({ path, contents }) => ({ name: basename(path), contents }))
      .filter(({ name }) => name in manifest.files && !isFinished(name))
      .flatMap(({ name, contents }) =>
        codings.map(async (coding) =>
          writeFile(join(outdir, name + CODINGS[coding]), await compress[coding](contents)),
        ),
      ),
  );
  // Written last, so that an interrupted build does not look finished; and only if it changed, because a running copy
  // may be reading it.
  const text = JSON.stringify(manifest, null, 2);
  if (text !== last) await writeFile(join(outdir, manifestName), text);
  const kept = [manifestName, ...Object.keys(manifest.files).flatMap(storedNames)];
  const obsolete = present.filter((name) => !kept.includes(name));
  await Promise.all(obsolete.map((name) => rm(join(outdir, name), { recursive: true })));
  // Dates the manifest to the start of the build, because files changed since then may be missing from it.
  await utimes(join(outdir, manifestName), startedAt, startedAt);
};

const bundle = (options: BuildOptions): Promise<{ outputFiles: OutputFile[]; metafile: Metafile }> =>
  build({
    absWorkingDir: projectRoot,
    outdir: 'build',
    entryNames: '[name]-[hash]',
    chunkNames: 'chunk-[hash]',
    assetNames: '[name]-[hash]',
    bundle: true,
    format: 'esm',
    platform: 'browser',
    minify: true,
    legalComments: 'eof',
    logLevel: 'warning',
    ...options,
    metafile: true,
    write: false,
  });
