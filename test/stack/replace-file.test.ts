import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { build, type Plugin, type PluginBuild } from 'esbuild';
import { replaceFile } from '../../stack/bundle/replace-file.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'saved-string-bundle-'));
  await writeFile(join(directory, 'main.js'), `import { word } from './word.js'; console.log(word);`);
  await writeFile(join(directory, 'word.js'), `export const word = 'before';`);
});
afterAll(() => rm(directory, { recursive: true }));

const bundle = async (plugin: Plugin) => {
  const entryPoints = [join(directory, 'main.js')];
  const { outputFiles } = await build({
    entryPoints,
    bundle: true,
    write: false,
    logLevel: 'silent',
    plugins: [plugin],
  });
  return outputFiles[0]?.text;
};

test('a file is replaced in the bundle', async () => {
  const bundled = await bundle(replaceFile('word', { file: /word\.js$/, contents: `export const word = 'after';` }));
  expect(bundled).toContain('after');
  expect(bundled).not.toContain('before');
});

test('a replacement without a match fails the build, and the error names its pattern', async () => {
  const building = bundle(replaceFile('gone', { file: /moved-away\.js$/, contents: '' }));
  await expect(building).rejects.toThrow('moved-away');
});

test.each(['/work/node_modules/graphql/index.js', String.raw`C:\My Work\node_modules\graphql\index.js`])(
  'a file is found by its path on every platform: %s',
  (path) => {
    const filters: RegExp[] = [];
    const builder = {
      onStart: () => {},
      onEnd: () => {},
      onLoad: ({ filter }: { filter: RegExp }) => filters.push(filter),
    };
    replaceFile('graphql', { file: /\/graphql\/index\.js$/, contents: '' }).setup(builder as unknown as PluginBuild);
    expect(filters.map((filter) => filter.test(path))).toEqual([true]);
  },
);
