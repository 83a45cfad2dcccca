import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { zipSync } from 'fflate';

/**
 * Writes a peer into a folder as people ship a function: one minified file with all that it needs, `handler.mjs`.
 *
 * @returns the bytes that a deployment would upload.
 */
export const bundlePeer = async (name: string, directory: string): Promise<number> => {
  const outfile = join(directory, 'handler.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL(`peers/${name}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // CommonJS dependencies call require() for Node's own modules, which an ES module does not have.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  });
  return zipSync({ 'handler.mjs': await readFile(outfile) }, { level: 9 }).length;
};
