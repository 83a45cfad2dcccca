import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { build, type LogLevel, type Metafile, type OutputFile } from 'esbuild';
import { type Manifest, manifestName, storedName } from '../src/playground/manifest.ts';

const projectRoot = fileURLToPath(new URL('..', import.meta.url));
const compress = promisify(brotliCompress);
const brotli = {
  params: {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
  },
};

const entryPoints = {
  main: 'src/playground/client/main.tsx',
  'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
  'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
  'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
};

const contentTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.ttf': 'font/ttf',
};

/**
 * Bundles the playground into `outdir`, compressed, with a manifest, and removes the files of earlier builds.
 * Compressing takes most of the time, so files of the last finished build are kept: names contain a hash of the
 * content.
 */
export const buildPlayground = async (outdir: string, logLevel: LogLevel = 'warning'): Promise<void> => {
  const startedAt = new Date();
  const { outputFiles, metafile } = await bundle(logLevel);
  const manifest = describe(outputFiles, metafile);
  const finished = await finishedFiles(outdir);

  await mkdir(outdir, { recursive: true });
  await Promise.all(
    outputFiles
      .map(({ path, contents }) => ({ name: basename(path), contents }))
      .filter(({ name }) => name in manifest.files && !finished.has(name))
      .map(async ({ name, contents }) => writeFile(join(outdir, storedName(name)), await compress(contents, brotli))),
  );
  // Written last, so that an interrupted build does not look finished; and only if it changed, because a running copy
  // may be reading it.
  const text = JSON.stringify(manifest, null, 2);
  if (text !== (await readManifest(outdir))) await writeFile(join(outdir, manifestName), text);
  await removeAllBut([manifestName, ...Object.keys(manifest.files).map(storedName)], outdir);
  // Dates the manifest to the start of the build, because files changed since then may be missing from it.
  await utimes(join(outdir, manifestName), startedAt, startedAt);
};

/** Whether a build is newer than its sources, so that building again would change nothing. */
export const isPlaygroundCurrent = async (outdir: string): Promise<boolean> => {
  const sources = await readdir(join(projectRoot, 'src/playground'), { recursive: true });
  const files = ['package-lock.json', 'stack/playground-build.ts', ...sources.map((name) => `src/playground/${name}`)];
  const changedAt = await Promise.all(files.map(async (file) => (await stat(join(projectRoot, file))).mtimeMs));
  const builtAt = await stat(join(outdir, manifestName)).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  return Math.max(...changedAt) < builtAt;
};

const bundle = (logLevel: LogLevel) =>
  build({
    absWorkingDir: projectRoot,
    entryPoints,
    outdir: 'build/playground',
    entryNames: '[name]-[hash]',
    chunkNames: 'chunk-[hash]',
    assetNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    jsx: 'automatic',
    minify: true,
    legalComments: 'eof',
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.ttf': 'file' },
    // GraphiQL imports these by their old names, which lead to CommonJS, and that has no named exports once split off.
    alias: {
      'prettier/parser-babel': 'prettier/plugins/babel',
      'prettier/parser-graphql': 'prettier/plugins/graphql',
    },
    metafile: true,
    write: false,
    logLevel,
  });

const describe = (outputFiles: OutputFile[], { outputs }: Metafile): Manifest => {
  const output = (entryPoint: string) => {
    const found = Object.entries(outputs).find(([, { entryPoint: source }]) => source?.endsWith(entryPoint));
    if (!found) throw new Error(`The build made no file from ${entryPoint}`);
    return { name: basename(found[0]), ...found[1] };
  };
  const main = output(entryPoints.main);
  const style = basename(main.cssBundle ?? '');

  return {
    script: main.name,
    preload: main.imports.filter(({ kind }) => kind === 'import-statement').map(({ path }) => basename(path)),
    style,
    workers: {
      editor: output(entryPoints['editor.worker']).name,
      graphql: output(entryPoints['graphql.worker']).name,
      json: output(entryPoints['json.worker']).name,
    },
    files: Object.fromEntries(
      outputFiles
        .map(({ path }) => basename(path))
        // Each lazily loaded chunk gets its own copy of styles that `style` already has; nothing refers to these
        // copies.
        .filter((name) => extname(name) !== '.css' || name === style)
        .map((name) => [name, contentType(name)]),
    ),
  };
};

const contentType = (name: string): string => {
  const type = contentTypes[extname(name)];
  if (!type) throw new Error(`Unknown content type of ${name}`);
  return type;
};

/** Reads the manifest of the last finished build; undefined if there is none. */
const readManifest = (outdir: string): Promise<string | undefined> =>
  readFile(join(outdir, manifestName), 'utf8').catch(() => undefined);

const finishedFiles = async (outdir: string): Promise<Set<string>> => {
  const manifest = await readManifest(outdir);
  if (manifest === undefined) return new Set();
  const { files } = JSON.parse(manifest) as Manifest;
  const present = new Set(await readdir(outdir));
  return new Set(Object.keys(files).filter((name) => present.has(storedName(name))));
};

const removeAllBut = async (names: string[], outdir: string): Promise<void> => {
  const obsolete = (await readdir(outdir)).filter((name) => !names.includes(name));
  await Promise.all(obsolete.map((name) => rm(join(outdir, name), { recursive: true })));
};
