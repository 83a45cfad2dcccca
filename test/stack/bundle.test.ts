import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { build, type Plugin, type PluginBuild } from 'esbuild';
import { nodeModules } from '../../stack/bundle/node-modules.ts';
import { replaceFile } from '../../stack/bundle/replace-file.ts';
import { LRUCache } from '../../stack/bundle/small-lru-cache.ts';

const FILES = {
  'dependency.cjs': `exports.Buffer = require('buffer').Buffer; exports.os = require('node:os');`,
  'modules.mjs': `import { Buffer, os } from './dependency.cjs';
    import { join } from 'path';
    import * as url from 'node:url';
    export const found = [Buffer, os.tmpdir, join, url.pathToFileURL];`,
  'word.js': `export const word = 'before';`,
  'words.js': `import { word } from './word.js'; console.log(word);`,
};

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'saved-string-bundle-'));
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(directory, name), text);
});
afterAll(() => rm(directory, { recursive: true }));

/** Bundles a module with a plugin. @returns the file. */
const bundle = async (entry: keyof typeof FILES, plugin: Plugin) => {
  const outfile = join(directory, 'bundle.mjs');
  const { outputFiles } = await build({
    entryPoints: [join(directory, entry)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    logLevel: 'silent',
    plugins: [plugin],
  });
  const text = outputFiles.map((file) => file.text).join('');
  await writeFile(outfile, text);
  return { outfile, text };
};

test('a bundled ES module can import and require() Node’s modules, with and without the prefix', async () => {
  const { outfile } = await bundle('modules.mjs', nodeModules);
  const { found } = (await import(outfile)) as { found: unknown[] };
  expect(found).toEqual([expect.any(Function), expect.any(Function), expect.any(Function), expect.any(Function)]);
});

test('a file is replaced in the bundle', async () => {
  const replacement = { file: /word\.js$/, contents: `export const word = 'after';` };
  const { text } = await bundle('words.js', replaceFile('word', replacement));
  expect(text).toContain('after');
  expect(text).not.toContain('before');
});

test('a replacement without a match fails the build, and the error names its pattern', async () => {
  const building = bundle('words.js', replaceFile('gone', { file: /moved-away\.js$/, contents: '' }));
  await expect(building).rejects.toThrow('moved-away');
});

test.each(['/work/node_modules/graphql/index.js', String.raw`C:\My Work\node_modules\graphql\index.js`])(
  'a file is found by its path on every platform: %s',
  (path) => {
    const filters: RegExp[] = [];
    const builder = {
      onStart: () => {},
      onEnd: () => {},
      onLoad: (given: { filter: RegExp }) => filters.push(given.filter),
    };
    replaceFile('graphql', { file: /\/graphql\/index\.js$/, contents: '' }).setup(builder as unknown as PluginBuild);
    expect(filters.map((filter) => filter.test(path))).toEqual([true]);
  },
);

test('a small cache keeps the hundred entries that were used last', () => {
  const cache = new LRUCache<number>();
  for (let index = 0; index < 100; index += 1) cache.set(`key ${index}`, index);
  expect(cache.get('key 0')).toBe(0);
  cache.set('key 2', -2);
  cache.set('key 100', 100);
  expect(['key 0', 'key 1', 'key 2', 'key 100'].map((key) => cache.get(key))).toEqual([0, undefined, -2, 100]);
});
