import { mkdir, writeFile } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { zipSync } from 'fflate';
import { nodeModules } from './bundle/node-modules.ts';
import { serverlessYml } from './read-stage.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** S3's client imports it at once, though it streams no events here. */
const NEEDED = '@smithy/core/event-streams';

/**
 * Builds the function for files, with the product's options but apart from it, so that the product's bundle stays as it
 * is. Equal code gives an equal archive: the framework deploys only what has changed.
 *
 * @throws BuildFailure of esbuild.
 */
export const buildFilesCode = async (): Promise<void> => {
  const { exclude, outputFileExtension, splitting, chunkNames, ...options } = serverlessYml.custom.esbuild;
  const { outputFiles } = await build({
    ...options,
    absWorkingDir: root,
    entryPoints: ['src/files/lambda.ts'],
    outdir: '.',
    outbase: '.',
    outExtension: { '.js': outputFileExtension },
    bundle: true,
    platform: 'node',
    external: exclude.filter((name) => name !== NEEDED),
    plugins: [nodeModules],
    write: false as const,
  });
  const files = outputFiles.map(({ path, contents }) => [relative(root, path).replaceAll(sep, '/'), contents] as const);
  await mkdir(`${root}/.serverless`, { recursive: true });
  await writeFile(`${root}/.serverless/files.zip`, zipSync(Object.fromEntries(files), { mtime: '1980-01-01' }));
};
