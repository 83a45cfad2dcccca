import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { LogLevel, Metafile } from 'esbuild';
import { manifestName } from '../src/http/built-files.ts';
import type { Manifest } from '../src/routes/playground.ts';
import { buildFiles, contentTypesOf, outputOf, projectRoot } from './built-files.ts';

const entryPoints = {
  main: 'src/browser/playground/main.tsx',
  'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
  'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
  'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
};

/** Bundles the playground into `outdir`. */
export const buildPlayground = (outdir: string, logLevel: LogLevel = 'warning'): Promise<void> =>
  buildFiles({
    outdir,
    options: {
      entryPoints,
      splitting: true,
      target: 'es2022',
      jsx: 'automatic',
      define: { 'process.env.NODE_ENV': '"production"' },
      loader: { '.ttf': 'file' },
      // GraphiQL imports these by their old names, which lead to CommonJS, and that has no named exports once split off.
      alias: {
        'prettier/parser-babel': 'prettier/plugins/babel',
        'prettier/parser-graphql': 'prettier/plugins/graphql',
      },
      logLevel,
    },
    describe,
  });

/** Whether the playground in `outdir` is newer than its sources, so that building again would change nothing. */
export const isPlaygroundCurrent = async (outdir: string): Promise<boolean> => {
  const folder = 'src/browser/playground';
  const sources = (await readdir(join(projectRoot, folder), { recursive: true })).map((name) => `${folder}/${name}`);
  const files = ['package-lock.json', 'stack/built-files.ts', 'stack/playground-build.ts', ...sources];
  const changedAt = await Promise.all(files.map(async (file) => (await stat(join(projectRoot, file))).mtimeMs));
  const manifest = await stat(join(outdir, manifestName)).catch(() => undefined);
  return manifest !== undefined && Math.max(...changedAt) < manifest.mtimeMs;
};

const describe = (outputs: Metafile['outputs'], files: readonly string[]): Manifest => {
  const main = outputOf(outputs, entryPoints.main);
  return {
    script: main.name,
    preload: main.imports.filter(({ kind }) => kind === 'import-statement').map(({ path }) => basename(path)),
    style: main.style,
    workers: {
      editor: outputOf(outputs, entryPoints['editor.worker']).name,
      graphql: outputOf(outputs, entryPoints['graphql.worker']).name,
      json: outputOf(outputs, entryPoints['json.worker']).name,
    },
    // Each lazily loaded chunk gets its own copy of styles that `style` already has; nothing refers to these copies.
    files: contentTypesOf(files.filter((name) => extname(name) !== '.css' || name === main.style)),
  };
};
