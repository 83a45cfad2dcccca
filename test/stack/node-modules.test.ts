import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { nodeModules } from '../../stack/bundle/node-modules.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'saved-string-bundle-'));
});
afterAll(() => rm(directory, { recursive: true }));

test('a bundled ES module can import and require() Node’s modules, with and without the prefix', async () => {
  await writeFile(
    join(directory, 'dependency.cjs'),
    `exports.Buffer = require('buffer').Buffer; exports.os = require('node:os');`,
  );
  await writeFile(
    join(directory, 'main.mjs'),
    `import { Buffer, os } from './dependency.cjs';
     import { join } from 'path';
     import * as url from 'node:url';
     export const found = [Buffer, os.tmpdir, join, url.pathToFileURL];`,
  );
  const outfile = join(directory, 'bundle.mjs');
  const entryPoints = [join(directory, 'main.mjs')];
  await build({ entryPoints, outfile, bundle: true, format: 'esm', platform: 'node', plugins: [nodeModules] });

  const { found } = (await import(outfile)) as { found: unknown[] };
  expect(found).toEqual([expect.any(Function), expect.any(Function), expect.any(Function), expect.any(Function)]);
});

test('every package that would run a script when it is installed has been reviewed', async () => {
  const [lock, manifest] = await Promise.all(
    ['package-lock.json', 'package.json'].map(async (file) => JSON.parse(await readFile(file, 'utf8'))),
  );
  const withScripts = Object.entries<{ hasInstallScript?: boolean }>(lock.packages)
    .filter(([path, { hasInstallScript }]) => path !== '' && hasInstallScript)
    .map(([path]) => path.replace(/^.*node_modules\//, ''));
  expect(Object.keys(manifest.allowScripts).toSorted()).toEqual([...new Set(withScripts)].toSorted());
});
